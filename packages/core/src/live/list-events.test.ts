import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { listEventsInput } from '@gotrs/contract/event-list'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { asCustomer, systemActor, type UserActor } from '../kernel/actor.ts'
import { writeCursor } from '../kernel/cursor.ts'
import { addNote } from '../messages/add-note.ts'
import { moveMessage } from '../messages/move.ts'
import { deleteTicket } from '../tickets/delete.ts'
import { moveTicket } from '../tickets/move.ts'
import { setPriority } from '../tickets/set-priority.ts'
import { snoozeTicket } from '../tickets/snooze.ts'
import { listEvents } from './list-events.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const list = (actor: UserActor, input: Parameters<typeof listEventsInput.parse>[0] = {}) =>
  desk.list(actor, reader => listEvents(reader, desk.vault, listEventsInput.parse(input)))

/** Every event from a place on, until one that is written now: other tests of the cluster may hold it up. */
async function readOn(actor: UserActor, from: string | undefined) {
  let after = from
  const { ticketId } = await ask(desk, actor, { title: 'The last one' })
  const items: Awaited<ReturnType<typeof list>>['items'] = []
  for (let round = 0; round < 400; round += 1) {
    const read = await list(actor, { after, limit: 3 })
    items.push(...read.items)
    after = read.nextAfter
    const at = items.findIndex(item => item.ticketId === ticketId)
    if (at >= 0) return { after, items: items.slice(0, at), types: items.slice(0, at).map(({ type }) => type) }
    if (!read.hasMore) await wait(25)
  }
  throw new Error('the last event did not come')
}

/** A transaction of the desk that holds a number and stays open until it is let go on. */
async function hold(work: () => void = () => {}) {
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const emitted = desk.run(systemActor('accounts'), async uow => {
    await uow.db.execute(sql`select pg_current_xact_id()`)
    begun.resolve()
    await gate.promise
    work()
    return uow.emit('user.loggedIn', { userId: desk.omar.id })
  })
  await begun.promise
  const letGo = () => {
    gate.resolve()
    return emitted
  }
  return { letGo }
}

describe('the order of the list', () => {
  test('an event of a transaction that commits late is not missed by a reader that went on meanwhile', async () => {
    const { after } = await readOn(desk.admin, undefined)
    const early = await hold()
    const { ticketId } = await ask(desk, desk.omar)
    const meanwhile = await list(desk.admin, { after })
    expect(meanwhile.items).toEqual([])
    const lateId = await early.letGo()
    const { items } = await readOn(desk.admin, meanwhile.nextAfter)
    expect(items.map(({ id }) => id)).toContain(lateId)
    expect(items.filter(item => item.ticketId === ticketId).map(({ type }) => type)).toContain('ticket.created')
  })

  test('each event comes once, whatever the size of the pages', async () => {
    const small = await readOn(desk.admin, undefined)
    const large = await list(desk.admin, { limit: 100 })
    const ids = small.items.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(large.items.slice(0, ids.length).map(({ id }) => id)).toEqual(ids)
  })

  test('continues after the id of an event of the list, and after now', async () => {
    const { items } = await list(desk.admin)
    const [first, second] = items
    expect((await list(desk.admin, { after: first?.id, limit: 1 })).items).toEqual([second])
    const { nextAfter } = await list(desk.admin, { after: 'now' })
    const { ticketId } = await ask(desk, desk.omar)
    const { items: later } = await readOn(desk.admin, nextAfter)
    expect(later.map(item => item.ticketId)).toContain(ticketId)
    expect(later.map(({ id }) => id)).not.toContain(first?.id)
  })

  test('rejects a place that is not one of the list', async () => {
    const missing = '01938c5e-7a10-7000-8000-000000000001'
    const { rows } = await desk.pool.query(`select id from events where type = 'user.loggedIn' limit 1`)
    for (const after of [missing, 'x', rows[0]?.id]) {
      await expect(list(desk.omar, { after })).rejects.toMatchObject({ code: 'invalid_cursor' })
    }
  })
})

describe('who may know', () => {
  test('lists nothing for staff of their own request in a queue that is not theirs: it would name who acted', async () => {
    const { nextAfter: after } = await list(desk.admin, { after: 'now' })
    const { ticketId } = await ask(desk, asCustomer(desk.ben))
    const { items } = await readOn(desk.ben, after)
    expect(items.filter(item => item.ticketId === ticketId)).toEqual([])
  })

  test('lists a note only for staff of the queue, and a public change for the customer too, without its actor', async () => {
    const { nextAfter: after } = await list(desk.admin, { after: 'now' })
    const { ticketId } = await ask(desk, desk.omar)
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'internal word', attachmentIds: [] }))
    const version = await versionNow(desk, ticketId)
    await desk.run(desk.ana, uow => setPriority(uow, { ticketId, version, priority: 'high' }))
    const ana = await readOn(desk.ana, after)
    expect(ana.types).toEqual(expect.arrayContaining(['ticket.created', 'note.added', 'ticket.prioritySet']))
    expect(ana.types).not.toContain('user.loggedIn')
    for (const customer of [desk.omar, desk.nora]) {
      const { types, items } = await readOn(customer, after)
      expect(types).toContain('ticket.prioritySet')
      expect(types).not.toContain('note.added')
      const byAna = items.find(({ type }) => type === 'ticket.prioritySet')
      expect(byAna?.actor).toEqual({ kind: 'user', id: null, name: null })
    }
    for (const other of [desk.ben, desk.lena]) {
      const { items } = await readOn(other, after)
      expect(items.filter(item => item.ticketId === ticketId)).toEqual([])
    }
  })

  test('held tickets, deleted tickets and tickets that left the queue', async () => {
    const { nextAfter: after } = await list(desk.admin, { after: 'now' })
    const held = await ask(desk, desk.omar)
    await desk.pool.query('update tickets set is_held = true where id = $1', [held.ticketId])
    const gone = await ask(desk, desk.omar)
    await desk.run(desk.admin, uow => deleteTicket(uow, { ticketId: gone.ticketId, reason: 'asked for it' }))
    const moved = await ask(desk, desk.omar)
    await desk.pool.query('update tickets set queue_id = $1 where id = $2', [desk.billingId, moved.ticketId])
    const version = await versionNow(desk, moved.ticketId)
    await desk.run(desk.admin, uow => moveTicket(uow, { ticketId: moved.ticketId, version, queueId: desk.supportId }))
    const omar = (await readOn(desk.omar, after)).items.map(item => item.ticketId)
    expect(omar).not.toContain(held.ticketId)
    expect(omar).toContain(moved.ticketId)
    const ben = (await readOn(desk.ben, after)).items.filter(item => item.ticketId === moved.ticketId)
    expect(ben.map(({ type }) => type)).toEqual(['ticket.moved'])
    const admin = await readOn(desk.admin, after)
    expect(admin.items.map(item => item.ticketId)).not.toContain(gone.ticketId)
    expect(admin.types).toContain('ticket.deleted')
  })

  test('of a message that was moved, a customer learns nothing of the ticket of another', async () => {
    const from = await ask(desk, desk.omar)
    const to = await ask(desk, desk.lena)
    const version = await versionNow(desk, from.ticketId)
    const { messageId } = from
    await desk.run(desk.ana, uow => moveMessage(uow, { messageId, version, to: { ticketId: to.ticketId } }))
    const { items } = await readOn(desk.omar, undefined)
    const moved = items.find(({ type }) => type === 'message.moved')
    expect(moved?.data).toMatchObject({ fromTicketId: from.ticketId })
    expect(JSON.stringify(moved)).not.toContain(to.ticketId)
  })

  test('a ticket that they may not see is answered as one that is missing, also where the list ends', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    const own = () => list(desk.omar, { ticket: ticketId })
    await vi.waitFor(async () => expect((await own()).items.length).toBeGreaterThan(0), { timeout: 20_000 })
    const foreign = await list(desk.lena, { ticket: ticketId })
    expect(foreign).toEqual(await list(desk.lena, { ticket: randomUUID() }))
  })

  test('what happens beyond their sight changes no answer', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    const { after } = await readOn(desk.omar, undefined)
    const asked = [
      { after },
      { after, ticket: ticketId },
      { after, types: ['ticket.created' as const] },
      { after, limit: 1 },
    ]
    const answers = () => Promise.all(asked.map(input => list(desk.omar, input)))
    const before = await answers()
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'internal word', attachmentIds: [] }))
    const version = await versionNow(desk, ticketId)
    const until = new Date(desk.now().getTime() + day).toISOString()
    await desk.run(desk.ana, uow => snoozeTicket(uow, { ticketId, version, until }))
    await vi.waitFor(
      async () => {
        const { items } = await list(desk.ana, { ticket: ticketId })
        expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['note.added', 'ticket.snoozed']))
      },
      { timeout: 20_000 },
    )
    expect(await answers()).toEqual(before)
  })

  test('a cursor reveals nothing about the events, and cannot be forged', async () => {
    const [first, again] = [await list(desk.omar), await list(desk.omar)]
    expect(again.nextAfter).toBe(first.nextAfter)
    const [now, later] = [await list(desk.omar, { after: 'now' }), await list(desk.omar, { after: 'now' })]
    expect(later.nextAfter).not.toBe(now.nextAfter)
    for (const { nextAfter } of [first, now]) {
      expect(Buffer.from(nextAfter, 'base64url').toString('latin1')).not.toMatch(/events|[\da-f]{8}-/)
    }
    const made = writeCursor('events', { value: '0', id: '00000000-0000-0000-0000-000000000000' })
    await expect(list(desk.omar, { after: made })).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  test('narrows to a ticket and to types', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    await readOn(desk.admin, (await list(desk.admin, { after: 'now' })).nextAfter)
    const { items } = await list(desk.admin, { ticket: ticketId, types: ['ticket.created'] })
    expect(items).toMatchObject([{ type: 'ticket.created', ticketId, actor: { name: desk.omar.name } }])
    expect((await list(desk.lena, { ticket: ticketId })).items).toEqual([])
  })
})
