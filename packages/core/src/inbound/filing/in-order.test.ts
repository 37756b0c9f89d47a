import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { messagesOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { recordInboundMail } from '../ledger/ledger.ts'
import { quarantine } from '../ledger/quarantine.ts'
import { processInboundMail } from './process.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(() => world.pool.query('delete from graphile_worker._private_jobs'))

let count = 0
const newId = () => `<order-${++count}@acme.example>`

async function record(raw: Buffer): Promise<string> {
  const mail = { mailboxId: world.mailboxId, source: 'smtp', envelopeFrom: 'omar@acme.example' } as const
  const recorded = await recordInboundMail(world, { ...mail, envelopeTo: [], content: raw, maxBytes: 1_000_000 })
  return recorded.inboundMailId
}
const rowOf = async (id: string) => {
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, id))
  if (!row) throw new Error('no row')
  return row
}
const to = (...ids: string[]) => ({ headers: [`In-Reply-To: ${ids.at(-1)}`, `References: ${ids.join(' ')}`] })
const reply = (ids: string[], fields: Letter = {}) => letter({ subject: 'Re: VPN', ...to(...ids), ...fields })

describe('a mail whose parent is in the ledger and not filed yet', () => {
  test('comes again soon, and is filed after it', async () => {
    const messageId = newId()
    const parent = await record(letter({ messageId }))
    const child = await record(reply([messageId]))
    await processInboundMail(world, child)
    expect(await rowOf(child)).toMatchObject({ state: 'received', attempts: 0, threadIds: [messageId] })
    const { rows: jobs } = await world.pool.query(
      `select run_at > now() as "isLater", run_at < now() + interval '2 seconds' as "isSoon"
       from graphile_worker.jobs where key = $1`,
      [`inbound:${child}`],
    )
    expect(jobs).toEqual([{ isLater: true, isSoon: true }])
    await processInboundMail(world, parent)
    await processInboundMail(world, child)
    const { ticketId } = await rowOf(parent)
    expect(await rowOf(child)).toMatchObject({ outcome: 'appended', ticketId })
  })

  test('waits the longer the longer it has waited, and no longer than some minutes', async () => {
    const messageId = newId()
    await record(letter({ messageId }))
    const child = await record(reply([messageId]))
    const since = (seconds: number) => ({ earlierSince: new Date(Date.now() - seconds * 1_000) })
    await processInboundMail(world, child, since(10))
    const { rows: jobs } = await world.pool.query(
      `select run_at > now() + interval '8 seconds' as "isLater" from graphile_worker.jobs where key = $1`,
      [`inbound:${child}`],
    )
    expect(jobs).toEqual([{ isLater: true }])
    await processInboundMail(world, child, since(301))
    expect(await rowOf(child)).toMatchObject({ outcome: 'created' })
  })

  test('waits for none that is kept back, or that the rate of its sender holds up', async () => {
    const [kept, slow] = [newId(), newId()]
    const keptId = await record(letter({ messageId: kept }))
    await world.run(systemActor('mail'), uow => quarantine(uow, keptId, 'It cannot be read.'))
    const slowId = await record(letter({ messageId: slow }))
    await world.db.update(inboundMails).set({ reason: 'Its sender writes more.' }).where(eq(inboundMails.id, slowId))
    for (const id of [kept, slow]) {
      const child = await record(reply([id]))
      await processInboundMail(world, child)
      expect((await rowOf(child)).state).toBe('done')
    }
  })

  test.each([2, 3, 4])('of %i that name each other in a circle one is filed at once', async length => {
    const ids = Array.from({ length }, newId)
    const mails = await Promise.all(
      ids.map((messageId, at) => record(reply([ids[(at + 1) % length] ?? ''], { messageId }))),
    )
    for (const mail of mails) await processInboundMail(world, mail)
    const states = await Promise.all(mails.map(async mail => (await rowOf(mail)).state))
    expect(states).toContain('done')
  })
})

describe('mails with a common ancestor that was never here', () => {
  test('meet in one ticket, also where they are filed at the same time', async () => {
    const ancestor = newId()
    const rows = await Promise.all([1, 2, 3, 4].map(() => receive(world, reply([ancestor]))))
    expect(new Set(rows.map(row => row.ticketId)).size).toBe(1)
    expect(rows.filter(row => row.rule === 'shared_reference')).toHaveLength(3)
    const reason = 'It answers a mail that a mail of this conversation answers too, and its sender takes part in it.'
    expect(rows.find(row => row.outcome === 'appended')).toMatchObject({ reason })
  })

  test('are neither held nor suggested where their writers have no part in it: a newsletter', async () => {
    const newsletter = newId()
    const from = (name: string) => reply([newsletter], { from: `${name}@reader.example`, subject: `Re: News, ${name}` })
    const rows = []
    for (const name of ['a', 'b', 'c']) rows.push(await receive(world, from(name)))
    expect(rows.map(row => row.outcome)).toEqual(['created', 'created', 'created'])
    expect(new Set(rows.map(row => row.ticketId)).size).toBe(3)
    const last = await messagesOf(world, rows[2]?.ticketId ?? null)
    expect(last).toMatchObject([{ suggestedTicketId: null, threadingRule: 'none' }])
    expect(await receive(world, from('b'))).toMatchObject({ outcome: 'appended', ticketId: rows[1]?.ticketId })
  })

  test('do not meet where the ancestor is known: its own ticket takes them, or holds them', async () => {
    const messageId = newId()
    const first = await receive(world, letter({ messageId }))
    const stranger = await receive(world, reply([messageId], { from: 'lena@other.example' }))
    expect(stranger).toMatchObject({ outcome: 'held', ticketId: first.ticketId, rule: 'in_reply_to' })
  })

  test('are in the ticket of a held mail that its customer answers, and a stranger’s answer is not', async () => {
    const [asked, held] = [newId(), newId()]
    const { ticketId } = await receive(world, letter({ messageId: asked }))
    const colleague = reply([asked], { messageId: held, from: 'colleague@other.example' })
    expect(await receive(world, colleague)).toMatchObject({ outcome: 'held', ticketId })
    expect(await receive(world, reply([held]))).toMatchObject({ outcome: 'appended', ticketId, rule: 'in_reply_to' })
    expect(await receive(world, reply([held], { from: 'x@third.example' }))).toMatchObject({ outcome: 'created' })
  })

  test('do not meet where the sender is contradicted', async () => {
    const ancestor = newId()
    const first = await receive(world, reply([ancestor]))
    const forged = 'Authentication-Results: mx.gotrs.example; dmarc=fail header.from=acme.example'
    const row = await receive(world, reply([ancestor], { headers: [...to(ancestor).headers, forged] }))
    expect(row.outcome).toBe('created')
    expect(row.ticketId).not.toBe(first.ticketId)
    expect(await messagesOf(world, row.ticketId)).toMatchObject([{ suggestedTicketId: null }])
  })
})

describe('a mail whose answer came first', () => {
  test('is put above it, in its ticket', async () => {
    const messageId = newId()
    const answer = await receive(world, reply([messageId], { text: 'And again.' }))
    const date = new Date(world.now().getTime() - 60 * 60_000)
    const row = await receive(world, letter({ messageId, text: 'It drops.', date }))
    expect(row).toMatchObject({ outcome: 'appended', ticketId: answer.ticketId, rule: 'named_by' })
    expect((await messagesOf(world, row.ticketId)).map(it => it.text)).toEqual(['It drops.', 'And again.'])
  })

  test('by somebody without a part in that ticket is held there', async () => {
    const messageId = newId()
    const answer = await receive(world, reply([messageId], { from: 'lena@other.example' }))
    expect(await receive(world, letter({ messageId }))).toMatchObject({
      outcome: 'held',
      ticketId: answer.ticketId,
      reason: expect.stringContaining('A mail of this ticket, which came before it, answers it'),
    })
  })

  test('says nothing under a Message-ID that is used again and again', async () => {
    const messageId = newId()
    await receive(world, letter({ messageId, text: 'Page 1.' }))
    await receive(world, reply([messageId], { from: 'lena@other.example' }))
    expect(await receive(world, letter({ messageId, text: 'Page 2.' }))).toMatchObject({ outcome: 'created' })
  })
})

test('mails that name each other’s ancestors in every order, filed four at a time, never wait for each other', async () => {
  const ids = Array.from({ length: 8 }, newId)
  const shuffled = () => ids.toSorted(() => Math.random() - 0.5)
  const rows = await Promise.all(Array.from({ length: 12 }, () => receive(world, reply(shuffled()))))
  expect(new Set(rows.map(row => row.ticketId)).size).toBe(1)
})
