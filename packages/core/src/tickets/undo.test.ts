import { ask, seen, ticketOf, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, hour, minute, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { removedParticipants, ticketFollowers, ticketParticipants, ticketTags } from '@gotrs/db/tables/tickets'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { and, desc, eq, like } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { replyToTicket } from '../messages/reply.ts'
import { assignTicket } from './assign.ts'
import { closeTicket } from './close.ts'
import { followTicket, unfollowTicket } from './followers.ts'
import { moveTicket } from './move.ts'
import { openTicket } from './open.ts'
import { addParticipant, removeParticipant } from './participants.ts'
import { renameTicket } from './rename.ts'
import { reopenTicket } from './reopen.ts'
import { resolveTicket } from './resolve.ts'
import { setPriority } from './set-priority.ts'
import { snoozeTicket, wakeDueTickets, wakeTicket } from './snooze.ts'
import { tagTicket } from './tag.ts'
import { takeTicket } from './take.ts'
import { undoAct } from './undo.ts'
import { untagTicket } from './untag.ts'

let world: World
let ticketId: string
beforeEach(async () => {
  world = await createWorld()
  ticketId = (await ask(world, world.omar)).ticketId
})
afterEach(() => world.remove())

type Verb = (uow: UnitOfWork) => Promise<unknown>
const at = () => ({ ticketId, version: 'any' as const })
const run = <T>(verb: (uow: UnitOfWork) => Promise<T>, by: UserActor = world.ana) => world.run(by, verb)
const inOneDay = () => new Date(world.now().getTime() + day).toISOString()
const until = '2026-11-09T09:00:00.000Z'

const verbs: Record<string, { before?: Verb[]; verb: Verb }> = {
  assign: { verb: uow => assignTicket(uow, { ...at(), assigneeId: world.admin.id }) },
  'take, which opens it': { verb: uow => takeTicket(uow, at()) },
  unassign: { before: [uow => takeTicket(uow, at())], verb: uow => assignTicket(uow, { ...at(), assigneeId: null }) },
  open: { verb: uow => openTicket(uow, at()) },
  'set the priority': { verb: uow => setPriority(uow, { ...at(), priority: 'urgent' }) },
  move: { verb: uow => moveTicket(uow, { ...at(), queueId: world.billingId }) },
  tag: { verb: uow => tagTicket(uow, { ...at(), tag: 'vpn' }) },
  untag: {
    before: [uow => tagTicket(uow, { ...at(), tag: 'vpn' })],
    verb: uow => untagTicket(uow, { ...at(), tag: 'vpn' }),
  },
  rename: { verb: uow => renameTicket(uow, { ...at(), title: 'VPN' }) },
  'add a participant': { verb: uow => addParticipant(uow, { ticketId, email: world.lena.email }) },
  'add one who was removed before': {
    before: [
      uow => addParticipant(uow, { ticketId, email: world.lena.email }),
      uow => removeParticipant(uow, { ticketId, userId: world.lena.id }),
    ],
    verb: uow => addParticipant(uow, { ticketId, email: world.lena.email }),
  },
  'remove a participant': {
    before: [uow => addParticipant(uow, { ticketId, email: world.lena.email })],
    verb: uow => removeParticipant(uow, { ticketId, userId: world.lena.id }),
  },
  follow: { verb: uow => followTicket(uow, { ticketId }) },
  unfollow: {
    before: [uow => followTicket(uow, { ticketId })],
    verb: uow => unfollowTicket(uow, { ticketId }),
  },
  'resolve, which takes it and ends a snooze': {
    before: [uow => snoozeTicket(uow, { ...at(), until })],
    verb: uow => resolveTicket(uow, at()),
  },
  'resolve and close at once': {
    verb: async uow => {
      await resolveTicket(uow, at())
      await closeTicket(uow, at())
    },
  },
  'close what is snoozed': {
    before: [uow => snoozeTicket(uow, { ...at(), until })],
    verb: uow => closeTicket(uow, at()),
  },
  'close what is resolved': { before: [uow => resolveTicket(uow, at())], verb: uow => closeTicket(uow, at()) },
  'reopen what is resolved': { before: [uow => resolveTicket(uow, at())], verb: uow => reopenTicket(uow, at()) },
  'reopen what is closed': { before: [uow => closeTicket(uow, at())], verb: uow => reopenTicket(uow, at()) },
  snooze: { verb: uow => snoozeTicket(uow, { ...at(), until }) },
  'snooze for longer': {
    before: [uow => snoozeTicket(uow, { ...at(), until: inOneDay() })],
    verb: uow => snoozeTicket(uow, { ...at(), until }),
  },
  wake: { before: [uow => snoozeTicket(uow, { ...at(), until })], verb: uow => wakeTicket(uow, at()) },
  'change several things at once': {
    verb: async uow => {
      await setPriority(uow, { ...at(), priority: 'high' })
      await moveTicket(uow, { ...at(), queueId: world.billingId })
      await assignTicket(uow, { ...at(), assigneeId: world.ben.id })
      await tagTicket(uow, { ...at(), tag: 'vpn' })
      await closeTicket(uow, at())
    },
  },
}

/** Everything that a verb may change, but the version, the time of the change, and the subject that is kept for an undo. */
async function state() {
  const { version: _, updatedAt: __, previousTitle: ___, ...row } = await ticketOf(world, ticketId)
  const rows = await Promise.all(
    [ticketTags, ticketParticipants, removedParticipants, ticketFollowers].map(it =>
      world.db.select().from(it).where(eq(it.ticketId, ticketId)),
    ),
  )
  return { row, rows }
}

async function lastEvent(type = '%') {
  const [found] = await world.db
    .select()
    .from(events)
    .where(and(eq(events.ticketId, ticketId), like(events.type, type)))
    .orderBy(desc(events.createdAt), desc(events.id))
    .limit(1)
  return found?.id ?? ''
}

const undo = async (eventId: string | Promise<string> = lastEvent(), by = world.ana) => {
  const input = { ticketId, eventId: await eventId }
  return world.run(by, uow => undoAct(uow, input))
}

describe('undo', () => {
  it.each(Object.entries(verbs))(
    'restores all that it was before: %s; undone again, all that it was after',
    async (_, it) => {
      for (const verb of it.before ?? []) await run(verb)
      const before = await state()
      await run(it.verb)
      const after = await state()
      expect(after).not.toEqual(before)
      world.pass(hour)
      await undo()
      expect(await state()).toEqual(before)
      await undo()
      expect(await state()).toEqual(after)
      await undo()
      expect(await state()).toEqual(before)
    },
  )

  it('says in the timeline what undoes what, and is for staff alone', async () => {
    await run(uow => resolveTicket(uow, at()))
    const eventId = await lastEvent('ticket.resolved')
    await undo(eventId)
    const { events: shown } = await seen(world, world.ana, ticketId)
    const undone = shown.filter(({ staff }) => staff?.undoes.length)
    expect(undone.map(({ type, staff }) => [type, staff?.undoes.length])).toEqual([
      ['ticket.assigned', 1],
      ['ticket.statusRestored', 1],
    ])
    expect(undone[1]?.staff).toEqual({ act: undone[0]?.staff?.act, undoes: [eventId] })
    const toCustomer = await seen(world, world.omar, ticketId)
    expect(toCustomer.events.map(({ staff }) => staff)).toEqual(toCustomer.events.map(() => null))
    expect(JSON.stringify(toCustomer)).not.toMatch(/Waiting|Snoozed/)
    await expect(undo(eventId, world.omar)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(undo(eventId, world.ben)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('nothing is undone', () => {
  const refusedAs = (reason: string, type?: string, actorName?: string) => ({
    code: 'cannot_undo',
    params: { reason, changes: type ? [expect.objectContaining({ type, actorName })] : [] },
  })

  it('where somebody changed the same since, who is named', async () => {
    await run(uow => setPriority(uow, { ...at(), priority: 'high' }))
    const mine = await lastEvent()
    await run(uow => setPriority(uow, { ...at(), priority: 'low' }), world.admin)
    await expect(undo(mine)).rejects.toMatchObject(refusedAs('changed', 'ticket.prioritySet', 'Ada Admin'))
    await run(uow => tagTicket(uow, { ...at(), tag: 'vpn' }), world.admin)
    await expect(undo(mine)).rejects.toMatchObject(refusedAs('changed', 'ticket.prioritySet', 'Ada Admin'))
  })

  it('of an act of which one part has changed', async () => {
    await run(uow => resolveTicket(uow, at()))
    const resolved = await lastEvent('ticket.resolved')
    await run(uow => assignTicket(uow, { ...at(), assigneeId: world.admin.id }))
    const before = await state()
    await expect(undo(resolved)).rejects.toMatchObject(refusedAs('changed', 'ticket.assigned', 'Ana Agent'))
    expect(await state()).toEqual(before)
  })

  it('twice', async () => {
    await run(uow => closeTicket(uow, at()))
    const closed = await lastEvent()
    await undo(closed)
    await expect(undo(closed)).rejects.toMatchObject(refusedAs('changed', 'ticket.statusRestored', 'Ana Agent'))
  })

  it('where the customer has written since the ticket was reopened', async () => {
    await run(uow => resolveTicket(uow, at()))
    await run(uow => reopenTicket(uow, at()))
    const reopened = await lastEvent('ticket.reopened')
    const said = { ticketId, text: 'Still broken.', attachmentIds: [], thenResolve: false }
    await world.run(world.omar, uow => replyToTicket(uow, said))
    await expect(undo(reopened)).rejects.toMatchObject(refusedAs('changed', 'message.received', 'Omar Aziz'))
  })

  it('of what left by mail, of what the clock did, and after a day', async () => {
    const said = {
      ...at(),
      version: await versionNow(world, ticketId),
      text: 'Here.',
      attachmentIds: [],
      thenResolve: true,
    }
    await run(uow => replyToTicket(uow, said))
    await expect(undo(lastEvent('ticket.resolved'))).rejects.toMatchObject(refusedAs('irreversible'))
    await run(uow => reopenTicket(uow, at()))
    await run(uow => snoozeTicket(uow, { ...at(), until: inOneDay() }))
    const snoozed = await lastEvent()
    world.pass(day - minute)
    await undo(snoozed)
    await undo()
    world.pass(day)
    await expect(undo()).rejects.toMatchObject(refusedAs('expired'))
    await world.run({ kind: 'system', name: 'clock' }, uow => wakeDueTickets.batch(uow))
    await expect(undo(lastEvent('ticket.woken'))).rejects.toMatchObject(refusedAs('irreversible'))
  })
})

it('takes an act back by the version that it made, which its answer says', async () => {
  const { version } = await run(uow => resolveTicket(uow, at()))
  await run(uow => followTicket(uow, { ticketId }))
  await run(uow => tagTicket(uow, { ...at(), tag: 'vpn' }))
  await world.run(world.ana, uow => undoAct(uow, { ticketId, madeVersion: version ?? 0 }))
  expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', assigneeId: null })
  await expect(world.run(world.ana, uow => undoAct(uow, { ticketId, madeVersion: 99 }))).rejects.toMatchObject({
    code: 'not_found',
  })
})

it('forgets no answer that was given between: the customer does not wait again', async () => {
  await run(uow => resolveTicket(uow, at()))
  const resolved = await lastEvent('ticket.resolved')
  const said = { text: 'Here.', attachmentIds: [], thenResolve: false }
  await run(async uow => replyToTicket(uow, { ...at(), version: await versionNow(world, ticketId), ...said }))
  await undo(resolved)
  expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'new', waitingSince: null })
})

it('lets an agent take back a move to a queue where they do not work, and nobody else there', async () => {
  const ana = { ...world.ana, queueIds: [world.supportId] }
  await run(uow => moveTicket(uow, { ...at(), queueId: world.billingId }), ana)
  await expect(undo(lastEvent(), { ...ana, queueIds: [] })).rejects.toMatchObject({ code: 'not_found' })
  await undo(lastEvent(), ana)
  expect(await ticketOf(world, ticketId)).toMatchObject({ queueId: world.supportId })
})

it('unassigns who does not work in the queue to which the ticket returns', async () => {
  await run(uow => moveTicket(uow, { ...at(), queueId: world.billingId }))
  const moved = await lastEvent()
  await run(uow => assignTicket(uow, { ...at(), assigneeId: world.ben.id }))
  await undo(moved)
  expect(await ticketOf(world, ticketId)).toMatchObject({ queueId: world.supportId, assigneeId: null })
})

it('takes a bounded number of statements, however much has happened since', async () => {
  const count = async () => {
    await run(uow => resolveTicket(uow, at()))
    const resolved = await lastEvent('ticket.resolved')
    return (await countStatements(world.pool, () => undo(resolved))).length
  }
  const few = await count()
  for (let time = 0; time < 10; time += 1)
    await run(uow => setPriority(uow, { ...at(), priority: time % 2 ? 'low' : 'high' }))
  expect(await count()).toBe(few)
  expect(few).toBeLessThanOrEqual(10)
})
