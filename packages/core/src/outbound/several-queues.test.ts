import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { messagesOf, ticketOf, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { ticketLinks } from '@gotrs/db/tables/tickets'
import { asc, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveTicket } from '../tickets/move.ts'
import { countSuppressed } from './suppressed.ts'

let world: World
let salesId: string
let secondId: string

async function addMailbox(name: string, queueId: string): Promise<string> {
  const id = v7()
  const address = `${name}@gotrs.example`
  await world.db
    .insert(mailboxes)
    .values({ id, name, address, displayName: name, authservId: 'mx.gotrs.example', queueId, createdAt: world.now() })
  return id
}

beforeAll(async () => {
  world = await createWorld()
  salesId = await addMailbox('sales', world.billingId)
  secondId = await addMailbox('help', world.supportId)
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails where purpose = $1', ['acknowledgement'])
  world.pass(2 * day)
})

let count = 0
const newId = () => `<queues-${++count}@acme.example>`
type Box = 'support' | 'sales' | 'help'
const idOf = (box: Box) => ({ support: world.mailboxId, sales: salesId, help: secondId })[box]

/** One mail as each of the mailboxes gets it, in that order. */
async function deliver(boxes: Box[], fields: Letter = {}) {
  const messageId = fields.messageId ?? newId()
  const rows = []
  for (const box of boxes) {
    const headers = [...(fields.headers ?? []), `X-Delivered: ${box}`]
    const raw = letter({ to: 'support@gotrs.example, sales@gotrs.example', ...fields, messageId, headers })
    rows.push(await receive(world, raw, { mailboxId: idOf(box), envelopeTo: [`${box}@gotrs.example`] }))
  }
  return rows.map(row => ({ outcome: row.outcome, ticketId: row.ticketId ?? '', rule: row.rule, reason: row.reason }))
}
const linksOf = (ticketId: string) =>
  world.db
    .select({ to: ticketLinks.linkedTicketId, kind: ticketLinks.kind })
    .from(ticketLinks)
    .where(eq(ticketLinks.ticketId, ticketId))
    .orderBy(asc(ticketLinks.linkedTicketId))
const textsOf = async (ticketId: string | undefined) => (await messagesOf(world, ticketId ?? null)).map(it => it.text)
/** What a mail that answers this message of ours says. */
async function toAnswer(ticketId: string, messageId: string): Promise<Letter> {
  const ours = (await messagesOf(world, ticketId)).find(it => it.id === messageId)?.rfcMessageId
  const [mail] = (await writtenMails(world, 'reply')).filter(it => it.rfcMessageId === ours)
  return {
    subject: 'Re: VPN drops at noon',
    to: `${mail?.recipients[0]?.replyAddress}, sales@gotrs.example`,
    headers: [`In-Reply-To: ${ours}`],
  }
}

describe('one mail to the mailboxes of two queues', () => {
  test.each<[Box[]]>([[['support', 'sales']], [['sales', 'support']]])(
    'is a ticket in each, linked both ways, in the order %j',
    async order => {
      const rows = await deliver(order)
      expect(rows.map(row => row.outcome)).toEqual(['created', 'created'])
      const tickets = await Promise.all(rows.map(row => ticketOf(world, row.ticketId)))
      const queues = order.map(box => (box === 'sales' ? world.billingId : world.supportId))
      expect(tickets.map(it => it.queueId)).toEqual(queues)
      const [first = '', second = ''] = tickets.map(it => it.id)
      expect(await linksOf(first)).toEqual([{ to: second, kind: 'same_mail' }])
      expect(await linksOf(second)).toEqual([{ to: first, kind: 'same_mail' }])
      const { rows: events } = await world.pool.query(
        `select ticket_id as id, payload ->> 'linkedTicketId' as other from events
         where type = 'ticket.linked' and ticket_id = any($1)`,
        [[first, second]],
      )
      expect(events).toEqual([{ id: second, other: first }])
      expect(rows[1]?.reason).toBe('It starts this ticket. The same mail is in a ticket of another queue, too.')
    },
  )

  test('is acknowledged once', async () => {
    const suppressed = await countSuppressed(world)
    await deliver(['sales', 'support'], { from: 'once@acme.example' })
    await world.settle()
    expect(await writtenMails(world, 'acknowledgement')).toHaveLength(1)
    expect(await countSuppressed(world)).toEqual(suppressed)
  })

  test('is acknowledged by the second where the mailbox of the first acknowledges nothing', async () => {
    const silence = (acknowledges: boolean) =>
      world.db.update(mailboxes).set({ acknowledges }).where(eq(mailboxes.id, world.mailboxId))
    await silence(false)
    const [, second] = await deliver(['support', 'sales'], { from: 'second@acme.example' })
    await world.settle()
    await silence(true)
    const mails = await writtenMails(world, 'acknowledgement')
    expect(mails.map(it => it.ticketId)).toEqual([second?.ticketId])
  })

  test('is acknowledged where it answers an old mail of another queue', async () => {
    const [first] = await deliver(['support'])
    const fields = await toAnswer(first?.ticketId ?? '', await answer(world, first?.ticketId ?? ''))
    world.pass(2 * day)
    const [second] = await deliver(['sales'], { ...fields, text: 'A new request.' })
    await world.settle()
    const mails = await writtenMails(world, 'acknowledgement')
    expect(mails.map(it => it.ticketId)).toContain(second?.ticketId)
  })

  test('comes twice to neither, by whatever way it comes again', async () => {
    const messageId = newId()
    const rows = await deliver(['support', 'sales'], { messageId })
    const again = await deliver(['sales', 'support', 'help'], { messageId, headers: ['X-Way: other'] })
    expect(again.map(row => [row.outcome, row.ticketId])).toEqual([
      ['duplicate', rows[1]?.ticketId],
      ['duplicate', rows[0]?.ticketId],
      ['duplicate', rows[0]?.ticketId],
    ])
  })

  test('comes once where both feed the same queue, or where the ticket was moved to the other one', async () => {
    expect((await deliver(['support', 'help'])).map(row => row.outcome)).toEqual(['created', 'duplicate'])
    const messageId = newId()
    const [first] = await deliver(['support'], { messageId })
    const ticketId = first?.ticketId ?? ''
    const move = { ticketId, version: await versionNow(world, ticketId), queueId: world.billingId }
    await world.run(world.ana, uow => moveTicket(uow, move))
    expect(await deliver(['sales'], { messageId })).toMatchObject([{ outcome: 'duplicate', ticketId }])
  })
})

describe('later mail of a conversation in two queues', () => {
  test.each<[Box[]]>([[['support', 'sales']], [['sales', 'support']]])(
    'is appended to the ticket of each queue, once, in the order %j',
    async order => {
      const [support, sales] = await deliver(['support', 'sales'])
      const supportId = support?.ticketId ?? ''
      const ofSales = sales?.ticketId ?? ''
      const fields = await toAnswer(supportId, await answer(world, supportId))
      const rows = await deliver(order, { ...fields, text: 'It still drops.' })
      const wanted = order.map(box => ['appended', box === 'sales' ? ofSales : supportId])
      expect(rows.map(row => [row.outcome, row.ticketId])).toEqual(wanted)
      expect(await textsOf(supportId)).toEqual(['It drops every day.', 'Please restart it.', 'It still drops.'])
      expect(await textsOf(ofSales)).toEqual(['It drops every day.', 'It still drops.'])
      expect(await linksOf(supportId)).toHaveLength(1)
    },
  )

  test('that comes to one of them goes to the ticket whose answer it answers', async () => {
    const [support, sales] = await deliver(['support', 'sales'])
    const messageId = await answer(world, sales?.ticketId ?? '')
    const fields = await toAnswer(sales?.ticketId ?? '', messageId)
    expect(await deliver(['sales'], { ...fields, text: 'Thanks.' })).toMatchObject([
      { outcome: 'appended', ticketId: sales?.ticketId },
    ])
    expect(await textsOf(support?.ticketId)).toEqual(['It drops every day.'])
  })
})

describe('an answer to one queue that another one gets too', () => {
  test.each<[Box[]]>([[['support', 'sales']], [['sales', 'support']]])(
    'is appended there and starts a linked ticket here, in the order %j',
    async order => {
      const [first] = await deliver(['support'])
      const supportId = first?.ticketId ?? ''
      const fields = await toAnswer(supportId, await answer(world, supportId))
      const rows = await deliver(order, { ...fields, text: 'Sales should know.' })
      const bySales = rows[order.indexOf('sales')]
      expect(rows[order.indexOf('support')]).toMatchObject({ outcome: 'appended', ticketId: supportId })
      expect(bySales).toMatchObject({
        outcome: 'created',
        reason: expect.stringContaining('it came to the mailbox of another queue'),
      })
      expect(await textsOf(bySales?.ticketId)).toEqual(['Sales should know.'])
      expect(await linksOf(supportId)).toEqual([{ to: bySales?.ticketId, kind: 'same_mail' }])
      expect(await textsOf(supportId)).toEqual(['It drops every day.', 'Please restart it.', 'Sales should know.'])
    },
  )

  test('of a customer who forwards our answer only there starts a linked ticket there', async () => {
    const [first] = await deliver(['support'])
    const supportId = first?.ticketId ?? ''
    const { headers = [] } = await toAnswer(supportId, await answer(world, supportId))
    const fields = { headers, to: 'sales@gotrs.example', subject: 'Fwd: VPN drops at noon', text: 'See below.' }
    const [row] = await deliver(['sales'], fields)
    expect(row?.outcome).toBe('created')
    expect(await linksOf(row?.ticketId ?? '')).toEqual([{ to: supportId, kind: 'same_mail' }])
    expect(await textsOf(supportId)).toEqual(['It drops every day.', 'Please restart it.'])
  })

  test('of a stranger starts a ticket of the stranger there, which suggests the other one and is not linked', async () => {
    const [first] = await deliver(['support'])
    const supportId = first?.ticketId ?? ''
    const { headers = [] } = await toAnswer(supportId, await answer(world, supportId))
    const [row] = await deliver(['sales'], { headers, from: 'lena@other.example', to: 'sales@gotrs.example' })
    expect(row?.outcome).toBe('created')
    expect(await messagesOf(world, row?.ticketId ?? null)).toMatchObject([{ suggestedTicketId: supportId }])
    expect(await linksOf(supportId)).toEqual([])
  })

  test('stays in its ticket after that was moved: it answers what left from this mailbox', async () => {
    const [first] = await deliver(['support'])
    const ticketId = first?.ticketId ?? ''
    const old = await toAnswer(ticketId, await answer(world, ticketId))
    const move = { ticketId, version: await versionNow(world, ticketId), queueId: world.billingId }
    await world.run(world.ana, uow => moveTicket(uow, move))
    const fields = await toAnswer(ticketId, await answer(world, ticketId))
    expect(await deliver(['sales'], { ...fields, text: 'New.' })).toMatchObject([{ outcome: 'appended', ticketId }])
    expect(await deliver(['support'], { ...old, text: 'Old.' })).toMatchObject([{ outcome: 'appended', ticketId }])
    const both = await deliver(['sales', 'support'], { ...fields, text: 'Both.' })
    expect(both.map(row => [row.outcome, row.ticketId])).toEqual([
      ['appended', ticketId],
      ['duplicate', ticketId],
    ])
  })
})
