import type { BulkAction } from '@gotrs/contract/bulk'
import { ask, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { bulkActs, bulkItems } from '@gotrs/db/tables/bulk-acts'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeTicket } from '../tickets/close.ts'
import { createBulkAct, stopBulkAct, ticketsOf, undoBulkAct } from './create.ts'
import { readBulkAct } from './read.ts'
import { expireBulkActs, runBulkTask } from './run.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.remove())

const resolve: BulkAction = { name: 'resolve' }
const fill = async (count: number) => {
  for (let at = 0; at < count; at += 1) await ask(world, world.omar)
}
async function create(action: BulkAction, q = 'is:open', by = world.ana) {
  const input = { q, action }
  const ids = await world.list(by, reader => ticketsOf(reader, input))
  return (await world.run(by, uow => createBulkAct(uow, input, ids))).bulkId
}
const read = (bulkId: string) => world.read(world.ana, reader => readBulkAct(reader, { bulkId }))
const undo = async (bulkId: string) => (await world.run(world.ana, uow => undoBulkAct(uow, { bulkId }))).bulkId
const batch = (bulkId: string) => runBulkTask.run(world, { bulkId }, { starts: 1, hasFailed: false })
const open = () => world.db.$count(tickets, eq(tickets.status, 'new'))

it('does the verb for every ticket that the filter finds, and takes all of it back', async () => {
  await fill(9)
  const bulkId = await create(resolve)
  expect(await read(bulkId)).toMatchObject({ state: 'queued', total: 9, done: 0 })
  await ask(world, world.omar)
  await world.settle()
  expect(await read(bulkId)).toMatchObject({ state: 'done', total: 9, done: 9, failed: 0, undoneBy: null })
  expect(await open()).toBe(1)
  const caused = sql`${events.cause}[1] = ${`bulk:${bulkId}`}`
  expect(await world.db.$count(events, and(eq(events.type, 'ticket.resolved'), caused))).toBe(9)

  const undoId = await undo(bulkId)
  await world.settle()
  expect(await read(undoId)).toMatchObject({ state: 'done', total: 9, done: 9, failed: 0, undoes: bulkId })
  expect(await read(bulkId)).toMatchObject({ undoneBy: undoId })
  expect(await open()).toBe(10)
  await expect(undo(bulkId)).rejects.toMatchObject({ code: 'cannot_undo' })
  await undo(undoId)
  await world.settle()
  expect(await open()).toBe(1)
})

it('finds the tickets by words as well', async () => {
  await fill(3)
  await ask(world, world.omar, { title: 'The printer smokes' })
  const bulkId = await create({ name: 'tag', tag: 'fire' }, 'printer')
  await world.settle()
  expect(await read(bulkId)).toMatchObject({ total: 1, done: 1 })
})

it('says which tickets it could not change and why, and changes the others', async () => {
  await fill(3)
  const [closed, foreign] = [await ask(world, world.omar), await ask(world, world.omar)]
  const input = { q: 'is:open', action: { name: 'assign', assigneeId: world.ana.id } as BulkAction }
  const ids = await world.list(world.ana, reader => ticketsOf(reader, input))
  await world.run(world.admin, uow => closeTicket(uow, { ticketId: closed.ticketId, version: 'any' }))
  await world.asOwner(`insert into queues (id, name, created_at) values ('${foreign.ticketId}', 'Legal', now());
    update tickets set queue_id = '${foreign.ticketId}' where id = '${foreign.ticketId}'`)
  const { bulkId } = await world.run(world.ana, uow => createBulkAct(uow, input, ids))
  await world.settle()
  const { reasons, refused, ...act } = await read(bulkId)
  expect(act).toMatchObject({ state: 'done', total: 5, done: 3, failed: 2 })
  expect(reasons.toSorted((one, other) => one.code.localeCompare(other.code))).toEqual([
    { code: 'not_found', count: 1 },
    { code: 'ticket_closed', count: 1 },
  ])
  expect(refused.find(({ code }) => code === 'not_found')?.number).toBeNull()
  expect(refused.find(({ code }) => code === 'ticket_closed')?.number).toBe(closed.ticketNumber)
})

it('leaves alone in its undo what somebody has changed since', async () => {
  await fill(3)
  const bulkId = await create(resolve)
  await world.settle()
  const [one] = await world.db.select().from(tickets).limit(1)
  await world.run(world.admin, uow => closeTicket(uow, { ticketId: one?.id ?? '', version: 'any' }))
  const undoId = await undo(bulkId)
  await world.settle()
  expect(await read(undoId)).toMatchObject({ done: 2, failed: 1, reasons: [{ code: 'cannot_undo', count: 1 }] })
  expect(await ticketOf(world, one?.id ?? '')).toMatchObject({ status: 'closed' })
})

it('continues where it was, and does nothing twice, when its job starts again or twice at once', async () => {
  await fill(53)
  // A second snooze until the same time would be an event again.
  const bulkId = await create({ name: 'snooze', until: '2026-12-01T09:00:00.000Z' })
  await batch(bulkId)
  expect(await read(bulkId)).toMatchObject({ state: 'running', done: 50 })
  await Promise.all([batch(bulkId), batch(bulkId)])
  await world.settle()
  expect(await read(bulkId)).toMatchObject({ state: 'done', done: 53, failed: 0 })
  expect(await world.db.$count(events, eq(events.type, 'ticket.snoozed'))).toBe(53)
  expect(await world.db.$count(bulkItems, eq(bulkItems.outcome, 'changed'))).toBe(53)
})

it('runs one of a person at a time: the older one first', async () => {
  await fill(2)
  const [first, second] = [await create({ name: 'tag', tag: 'one' }), await create({ name: 'tag', tag: 'two' })]
  await batch(second)
  expect(await read(second)).toMatchObject({ state: 'queued', done: 0 })
  await batch(first)
  await batch(second)
  expect(await read(second)).toMatchObject({ state: 'done', done: 2 })
})

it('stops, and what was done until then can be undone', async () => {
  await fill(52)
  const bulkId = await create(resolve)
  await expect(undo(bulkId)).rejects.toMatchObject({ code: 'cannot_undo', params: { reason: 'unfinished' } })
  await batch(bulkId)
  await world.run(world.ana, uow => stopBulkAct(uow, { bulkId }))
  await world.settle()
  expect(await read(bulkId)).toMatchObject({ state: 'stopped', done: 50 })
  await undo(bulkId)
  await world.settle()
  expect(await open()).toBe(52)
})

it('acts with the rights that its creator has when it runs, and is theirs alone', async () => {
  await fill(2)
  const bulkId = await create(resolve)
  await expect(world.read(world.ben, reader => readBulkAct(reader, { bulkId }))).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(create(resolve, 'is:open', world.omar)).rejects.toMatchObject({ code: 'forbidden' })
  const reading = { ...world.ana, scopes: ['tickets:read'] as const }
  await expect(create(resolve, 'is:open', reading)).rejects.toMatchObject({ code: 'forbidden' })
  await world.db.update(users).set({ isActive: false }).where(eq(users.id, world.ana.id))
  await world.settle()
  expect(await read(bulkId)).toMatchObject({ done: 0, failed: 2, reasons: [{ code: 'forbidden', count: 2 }] })
})

it('expires after a month', async () => {
  await fill(1)
  await create(resolve)
  world.pass(31 * day)
  await world.run({ kind: 'system', name: 'clock' }, uow => expireBulkActs.batch(uow))
  expect(await world.db.$count(bulkActs)).toBe(0)
})
