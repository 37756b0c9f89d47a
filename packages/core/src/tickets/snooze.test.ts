import { holdMail } from '@gotrs/core/testing/held'
import { letter, receive as receiveMail } from '@gotrs/core/testing/inbound/letters'
import { ask, messagesOf, seen, ticketOf, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, hour, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { typedMessage } from '../conversation/new-message.ts'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import { acceptHeld } from '../messages/accept-held.ts'
import { moveMessage } from '../messages/move.ts'
import { receiveMessage } from '../messages/receive.ts'
import { replyToTicket } from '../messages/reply.ts'
import { countViews } from '../views/counts.ts'
import { closeTicket } from './close.ts'
import { listTickets } from './list.ts'
import { resolveTicket } from './resolve.ts'
import { snoozeTicket, wakeDueTickets, wakeTicket } from './snooze.ts'

let world: World
let ticketId: string
beforeEach(async () => {
  world = await createWorld()
  ticketId = (await ask(world, world.omar)).ticketId
})
afterEach(() => world.remove())

const inOneDay = () => new Date(world.now().getTime() + day).toISOString()
const snooze = (until = inOneDay(), actor: UserActor = world.ana, id = ticketId) =>
  world.run(actor, uow => snoozeTicket(uow, { ticketId: id, version: 'any', until }))
const wake = (actor: UserActor = world.ana) => world.run(actor, uow => wakeTicket(uow, { ticketId, version: 'any' }))
const tick = () => world.run(systemActor('clock'), uow => wakeDueTickets.batch(uow))
const reply = (actor: UserActor = world.omar) =>
  world.run(actor, uow => replyToTicket(uow, { ticketId, text: 'And now?', attachmentIds: [], thenResolve: false }))
const receive = (isAutomatic: boolean) => {
  const message = typedMessage({ kind: 'public', channel: 'email', text: 'I am away.', html: null })
  const input = { ticketId, authorId: world.omar.id, message, isAutomatic }
  return world.run(systemActor('mail'), uow => receiveMessage(uow, input))
}
const lastOf = async (id: string | null) => {
  const last = (await messagesOf(world, id)).at(-1)
  if (!last) throw new Error('no message')
  return last
}
const mailed = async (...headers: string[]) => lastOf((await receiveMail(world, letter({ headers }))).ticketId)
const answered = async () => {
  const other = await ask(world, world.lena)
  await world.run(world.ana, uow =>
    replyToTicket(uow, { ticketId: other.ticketId, version: 1, text: 'Yes.', attachmentIds: [], thenResolve: false }),
  )
  return lastOf(other.ticketId)
}
const found = async (actor: UserActor, q: string) =>
  (await world.read(actor, reader => listTickets(reader, { q }))).items.map(ticket => ticket.id)
const snoozedUntil = async () => (await ticketOf(world, ticketId)).snoozedUntil
const recorded = async (id = ticketId) => {
  const types = ['ticket.snoozed', 'ticket.woken']
  const rows = await world.db
    .select()
    .from(events)
    .where(and(eq(events.ticketId, id), inArray(events.type, types)))
    .orderBy(asc(events.id))
  return rows.map(({ type, payload }) => `${type} ${(payload as { reason?: string }).reason ?? ''}`.trim())
}

describe('a snoozed ticket', () => {
  it('leaves the open lists and counts of staff, and can be found under Snoozed', async () => {
    const before = await world.read(world.ana, countViews)
    await snooze()
    expect(await found(world.ana, 'is:open')).toEqual([])
    expect(await found(world.ana, 'is:snoozed')).toEqual([ticketId])
    expect(await found(world.ben, 'is:snoozed')).toEqual([])
    const after = await world.read(world.ana, countViews)
    expect(after).toMatchObject({ open: before.open - 1, unassigned: before.unassigned - 1, snoozed: 1 })
    expect(after.queues.map(queue => queue.count)).toEqual([0, 0])
    expect((await seen(world, world.ana, ticketId)).staff?.snoozedUntil).toBe((await snoozedUntil())?.toISOString())
  })

  it('is as it was for its customer', async () => {
    const before = await seen(world, world.omar, ticketId)
    await snooze()
    expect(await seen(world, world.omar, ticketId)).toEqual(before)
    expect(await found(world.omar, 'is:open')).toEqual([ticketId])
    await expect(found(world.omar, '-is:snoozed')).rejects.toMatchObject({ code: 'invalid_filter' })
  })

  it('wakes at its time, once, and is where its customer has waited since', async () => {
    await snooze()
    const waiting = (await ticketOf(world, ticketId)).waitingSince
    const { ticketId: later } = await ask(world, world.lena)
    expect(await tick()).toBe(0)
    world.pass(day)
    const version = await versionNow(world, ticketId)
    expect([await tick(), await tick()]).toEqual([1, 0])
    expect(await found(world.ana, 'is:open')).toEqual([ticketId, later])
    expect(await ticketOf(world, ticketId)).toMatchObject({ waitingSince: waiting, version: version + 1 })
    expect(await recorded()).toEqual(['ticket.snoozed', 'ticket.woken time'])
  })

  it('wakes by the reply of its customer, in the same transaction and for one statement', async () => {
    const awake = (await countStatements(world.pool, () => reply())).length
    await snooze()
    expect(await countStatements(world.pool, () => reply())).toHaveLength(awake)
    expect(await snoozedUntil()).toBeNull()
    expect(await recorded()).toEqual(['ticket.snoozed', 'ticket.woken reply'])
    expect((await seen(world, world.omar, ticketId)).events.map(event => event.type)).not.toContain('ticket.woken')
  })

  it('stays snoozed where a program answers, or staff do', async () => {
    await snooze()
    await receive(true)
    const version = await versionNow(world, ticketId)
    const answer = { ticketId, version, text: 'Soon.', attachmentIds: [], thenResolve: false }
    await world.run(world.ana, uow => replyToTicket(uow, answer))
    expect(await snoozedUntil()).not.toBeNull()
    await receive(false)
    expect(await snoozedUntil()).toBeNull()
  })

  it('wakes where a held mail is accepted', async () => {
    await snooze()
    await holdMail(world, ticketId, world.lena)
    expect(await snoozedUntil()).not.toBeNull()
    const held = (await messagesOf(world, ticketId)).find(message => message.kind === 'held')
    await world.run(world.ana, uow => acceptHeld(uow, { messageId: held?.id ?? '' }))
    expect(await recorded()).toEqual(['ticket.snoozed', 'ticket.woken reply'])
  })

  it.each([
    ['wakes where a mail of a customer', () => mailed(), ['ticket.snoozed', 'ticket.woken reply']],
    ['stays snoozed where an automatic mail', () => mailed('Auto-Submitted: auto-generated'), ['ticket.snoozed']],
    ['stays snoozed where an answer of staff', () => answered(), ['ticket.snoozed']],
  ])('%s is moved into it', async (_, write, expected) => {
    const message = await write()
    await snooze()
    await snooze(inOneDay(), world.ana, message.ticketId)
    const to = { ticketId }
    await world.run(world.ana, async uow =>
      moveMessage(uow, { messageId: message.id, version: await versionNow(world, message.ticketId), to }),
    )
    expect(await recorded()).toEqual(expected)
    expect(await recorded(message.ticketId)).toEqual(['ticket.snoozed'])
  })

  it('wakes by hand; one that is awake stays as it is', async () => {
    await snooze()
    await wake()
    const version = await versionNow(world, ticketId)
    await wake()
    expect(await versionNow(world, ticketId)).toBe(version)
    expect(await recorded()).toEqual(['ticket.snoozed', 'ticket.woken person'])
  })

  it.each([resolveTicket, closeTicket])('is no longer snoozed once it is done: %o', async verb => {
    await snooze()
    await world.run(world.ana, uow => verb(uow, { ticketId, version: 'any' }))
    expect(await snoozedUntil()).toBeNull()
    expect(await recorded()).toEqual(['ticket.snoozed'])
    world.pass(2 * day)
    expect(await tick()).toBe(0)
    await expect(snooze()).rejects.toMatchObject({
      code: verb === closeTicket ? 'ticket_closed' : 'wrong_status',
    })
  })
})

describe('snoozing', () => {
  it('takes a time in the future', async () => {
    const past = new Date(world.now().getTime() - hour).toISOString()
    await expect(snooze(past)).rejects.toMatchObject({
      code: 'invalid_input',
      params: { issues: [{ path: 'until', message: 'must be in the future' }] },
    })
  })

  it('is for staff who reach the ticket', async () => {
    for (const verb of [(actor: UserActor) => snooze(inOneDay(), actor), wake]) {
      await expect(verb(world.omar)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(verb(world.ben)).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('needs the version that was seen', async () => {
    const stale = { ticketId, version: (await versionNow(world, ticketId)) - 1, until: inOneDay() }
    await expect(world.run(world.ana, uow => snoozeTicket(uow, stale))).rejects.toMatchObject({
      code: 'ticket_changed',
    })
  })
})

describe('the clock', () => {
  it('and a reply at the same moment wake a ticket once', async () => {
    for (let round = 0; round < 8; round += 1) {
      await snooze()
      world.pass(day)
      await Promise.all([tick(), reply(), tick()])
      expect(await snoozedUntil()).toBeNull()
      expect((await recorded()).slice(round * 2)).toEqual(['ticket.snoozed', expect.stringContaining('ticket.woken')])
    }
  })

  it('wakes 50 at a time in the same number of statements, and all of a batch that is killed later', async () => {
    await snooze()
    world.pass(day)
    const one = (await countStatements(world.pool, tick)).length
    const ids: string[] = []
    for (let at = 0; at < 51; at += 1) ids.push((await ask(world, world.lena)).ticketId)
    for (const id of ids) await snooze(inOneDay(), world.ana, id)
    world.pass(2 * day)
    const killed = world.run(systemActor('clock'), async uow => {
      await wakeDueTickets.batch(uow)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await countStatements(world.pool, tick)).toHaveLength(one)
    expect([await tick(), await tick()]).toEqual([1, 0])
    expect(await recorded(ids[0])).toEqual(['ticket.snoozed', 'ticket.woken time'])
  })

  it('finds what is due by its index', async () => {
    const plan = (await world.pool.query(
      `begin; set local enable_seqscan = off; set local enable_bitmapscan = off;
      explain select id from tickets where snoozed_until <= now() order by snoozed_until, id limit 50; rollback`,
    )) as unknown as { rows: unknown[] }[]
    const text = JSON.stringify(plan.flatMap(({ rows }) => rows))
    expect(text).toContain('tickets_snoozed_idx')
    expect(text).not.toContain('Sort')
  })
})
