import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { whileUncommitted } from '@gotrs/core/testing/uncommitted'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { ticketLinks, tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replyToTicket } from '../messages/reply.ts'
import { closeTicket } from '../tickets/close.ts'
import { listQueues } from './queries.ts'
import { updateQueue } from './update.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const queueNow = async (queueId: string) =>
  (await world.read(world.ana, listQueues)).find(queue => queue.id === queueId)

async function closed() {
  const { ticketId, ticketNumber } = await ask(world, world.omar)
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => closeTicket(uow, { ticketId, version }))
  return { ticketId, ticketNumber }
}
const ticketOf = async (id: string) => (await world.db.select().from(tickets).where(eq(tickets.id, id)))[0]
const fromPortal = { text: 'It is back.', attachmentIds: [], thenResolve: false }

describe('a queue', () => {
  it('is renamed by an admin, with errors for a used name and for a missing queue', async () => {
    await world.run(world.admin, uow => updateQueue(uow, { queueId: world.billingId, name: 'Invoices' }))
    expect(await queueNow(world.billingId)).toMatchObject({ name: 'Invoices', closedReply: 'follow_up' })
    const to = (queueId: string, name: string) => world.run(world.admin, uow => updateQueue(uow, { queueId, name }))
    await expect(to(world.billingId, 'support')).rejects.toMatchObject({ code: 'already_exists' })
    await expect(to(world.omar.id, 'Nothing')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('does not take a name that another takes at the same time', async () => {
    const statement = { text: "update queues set name = 'Returns' where id = $1", values: [world.supportId] }
    const rename = () => world.run(world.admin, uow => updateQueue(uow, { queueId: world.billingId, name: 'returns' }))
    const taken = { code: 'already_exists', params: { field: 'name' } }
    await expect(whileUncommitted(world, statement, rename)).rejects.toMatchObject(taken)
    await world.pool.query("update queues set name = 'Support' where id = $1", [world.supportId])
  })

  it('is not changed by an agent', async () => {
    const change = world.run(world.ana, uow => updateQueue(uow, { queueId: world.supportId, closedReply: 'reopen' }))
    await expect(change).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('what a customer writes to a closed ticket', () => {
  it('starts a linked follow-up, unless the queue says otherwise', async () => {
    const { ticketId, ticketNumber } = await closed()
    const answer = await world.run(world.omar, uow => replyToTicket(uow, { ticketId, ...fromPortal }))
    expect(answer.ticketId).not.toBe(ticketId)
    const row = await receive(world, letter({ subject: `[#${ticketNumber}] again` }))
    expect(row).toMatchObject({ outcome: 'created' })
    expect((await ticketOf(ticketId))?.status).toBe('closed')
    expect(await world.db.select().from(ticketLinks).where(eq(ticketLinks.ticketId, ticketId))).toHaveLength(2)
  })

  it('reopens it where the queue says so: from the portal, and by mail', async () => {
    await world.run(world.admin, uow => updateQueue(uow, { queueId: world.supportId, closedReply: 'reopen' }))
    const portal = await closed()
    const answer = await world.run(world.omar, uow => replyToTicket(uow, { ...fromPortal, ticketId: portal.ticketId }))
    expect(answer.ticketId).toBe(portal.ticketId)
    const byMail = await closed()
    const row = await receive(world, letter({ subject: `[#${byMail.ticketNumber}] again` }))
    expect(row).toMatchObject({ outcome: 'appended', ticketId: byMail.ticketId })
    for (const { ticketId } of [portal, byMail]) {
      const ticket = await ticketOf(ticketId)
      expect(ticket).toMatchObject({ status: 'open', closedAt: null, resolvedAt: null })
      expect(ticket?.waitingSince).not.toBeNull()
    }
  })

  it('stays closed for an absence note, which is added to it', async () => {
    await world.run(world.admin, uow => updateQueue(uow, { queueId: world.supportId, closedReply: 'reopen' }))
    const { ticketId, ticketNumber } = await closed()
    const headers = ['Auto-Submitted: auto-replied']
    const row = await receive(world, letter({ subject: `Automatic reply: [#${ticketNumber}]`, headers }))
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId })
    expect((await ticketOf(ticketId))?.status).toBe('closed')
    expect(await world.db.select().from(messages).where(eq(messages.ticketId, ticketId))).toHaveLength(2)
  })
})
