import { DeskError } from '@gotrs/contract/errors'
import type { TicketVersion } from '@gotrs/contract/tickets'
import {
  isUndoable,
  isUndone,
  type UndoableType,
  type UndoTicketInput,
  undoable,
  undoWindowMs,
} from '@gotrs/contract/undo'
import { statusesFor, type WorkflowVerb } from '@gotrs/contract/workflow'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import type { StoredEvent } from '../kernel/events.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { causeOfUndo, undoneBy } from '../kernel/undone.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { canWorkIn } from './assign.ts'
import { changeTicket, emitAbout, type TicketPatch, versionOf } from './change.ts'
import { inverses, ofStatus, type TakenBack, touching } from './inverses.ts'
import { loadTicket, refersTo, type TicketRow } from './load.ts'
import { requireStatus } from './require-status.ts'

/**
 * Takes back what one transaction did to the ticket: all of it, or nothing where somebody has changed it since. An undo is
 * an act as well, and can be undone.
 * @throws DeskError `not_found`, `forbidden`, `cannot_undo`
 */
export async function undoAct(uow: UnitOfWork, input: UndoTicketInput): Promise<TicketVersion> {
  requireGrant(uow, 'ticket.undo')
  const named = await readEvent(uow, input)
  const reaching = withOwnMove(uow, named)
  const ticket = await loadTicket(reaching, { ticketId: input.ticketId }, 'ticket.undo')
  // Of whose ticket an event is, nobody learns by this answer.
  if (named?.ticketId !== ticket.id) throw new DeskError('not_found', { noun: 'ticket' })
  const { act, since } = await historySince(uow, named)
  requireUndoable(uow, act)
  const { changed, taken } = await takeBack(reaching, ticket, act, since)
  for (const { event, emit } of taken) emit(uow.because(causeOfUndo(event, uow.cause)), changed)
  return versionOf(uow, changed)
}

type Recorded = StoredEvent & { position: number; actorKind: 'user' | 'system'; actorName: string | null }

/** More events of one ticket within a day are not looked at. */
const mostEvents = 2_000

const select = (uow: UnitOfWork) =>
  uow.db
    .select({
      id: events.id,
      type: events.type,
      ticketId: events.ticketId,
      ticketVersion: events.ticketVersion,
      actorKind: events.actorKind,
      actorId: events.actorId,
      actorName: users.name,
      cause: events.cause,
      payload: events.payload,
      createdAt: events.createdAt,
      position: events.position,
    })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorId))

async function readEvent(uow: UnitOfWork, input: UndoTicketInput): Promise<Recorded | undefined> {
  const { ticketId, eventId, madeVersion = 0 } = input
  const its = uow.db.select({ id: tickets.id }).from(tickets).where(refersTo(ticketId))
  const made = and(inArray(events.ticketId, its), eq(events.ticketVersion, madeVersion))
  // A follower changes no version: the first event of a version is the one that made it.
  const [found] = await select(uow)
    .where(eventId ? eq(events.id, eventId) : made)
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(1)
  return found as Recorded | undefined
}

/** Who moved a ticket to a queue that they do not work in may still take it back. */
function withOwnMove(uow: UnitOfWork, event: Recorded | undefined): UnitOfWork {
  const { actor } = uow
  if (actor.kind !== 'user' || event?.type !== 'ticket.moved' || event.actorId !== actor.id) return uow
  const { queueId, previousQueueId } = event.payload
  return actor.queueIds.includes(previousQueueId) ? uow.as({ ...actor, queueIds: [...actor.queueIds, queueId] }) : uow
}

/** The events of the act, and those after it. The ticket is locked: none is added meanwhile. */
async function historySince(uow: UnitOfWork, { ticketId, position, createdAt }: Recorded) {
  const rows = (await select(uow)
    .where(and(eq(events.ticketId, ticketId ?? ''), gte(events.createdAt, createdAt)))
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(mostEvents)) as Recorded[]
  const act = rows.filter(row => row.position === position)
  // A transaction that waited for the lock of the ticket may have begun before the act.
  const last = Math.max(...act.map(row => row.ticketVersion ?? 0))
  const begin = rows.findLastIndex(row => row.position === position)
  return { act, since: rows.filter((row, at) => (row.ticketVersion ?? 0) > last || at > begin) }
}

function requireUndoable(
  uow: UnitOfWork,
  act: readonly Recorded[],
): asserts act is (Recorded & { type: UndoableType })[] {
  if (act.some(event => event.actorKind !== 'user' || !isUndoable(event))) throw refused('irreversible')
  if (act.some(event => uow.now.getTime() - event.createdAt.getTime() >= undoWindowMs)) throw refused('expired')
}

type Taken = TakenBack & { event: Recorded }

/** Back to front, so that each event finds the ticket as it left it. */
async function takeBack(
  uow: UnitOfWork,
  ticket: TicketRow,
  act: readonly (Recorded & { type: UndoableType })[],
  since: readonly Recorded[],
): Promise<{ changed: TicketRow; taken: Taken[] }> {
  const known = { all: since.map(({ type }) => type), inEffect: inEffect(since).map(({ type }) => type) }
  const taken: Taken[] = []
  let patch: TicketPatch = {}
  for (const event of act.toReversed()) {
    requireGrant(uow, undoable[event.type], ticket)
    const inverse = inverses[event.type] as (scene: object) => TakenBack | null | Promise<TakenBack | null>
    const back = await inverse({ uow, ticket: { ...ticket, ...patch }, payload: event.payload, since: known })
    if (!back) throw refused('changed', event.type, since)
    patch = { ...patch, ...back.patch }
    taken.push({ ...back, event })
  }
  for (const { type } of act) requireEither(uow, type, ticket, { ...ticket, ...patch })
  const unassigned = await unassignWhoLeft(uow, ticket, patch)
  if (taken.every(({ isBeside }) => isBeside)) return { changed: ticket, taken }
  const isVisible = taken.some(it => it.isVisible)
  const changed = changeTicket(uow, ticket, { patch: { ...patch, ...unassigned }, isVisible })
  if (unassigned) {
    emitAbout(uow, changed, 'ticket.assigned', { assigneeId: null, previousAssigneeId: ticket.assigneeId })
  }
  return { changed, taken }
}

/** Without what was undone, its undo, and the undo of an undo: together they change nothing. */
function inEffect(since: readonly Recorded[]): Recorded[] {
  const undoes = since.map(undoneBy)
  const known = new Set(since.map(({ id }) => id))
  return since.filter((event, at) => {
    const chain = undoes[at] ?? []
    const isCancelled = chain.length > 0 && (chain.length % 2 === 0 || known.has(chain.at(-1) ?? ''))
    return !isCancelled && !isUndone(event.id, undoes)
  })
}

/** The verb must be possible before the undo or after it: an act may have closed the ticket as well. */
function requireEither(uow: UnitOfWork, type: UndoableType, before: TicketRow, after: TicketRow): void {
  if ((ofStatus as readonly UndoableType[]).includes(type)) return
  const verb = undoable[type].replace('ticket.', '') as WorkflowVerb
  const role = uow.actor.kind === 'user' ? uow.actor.role : 'admin'
  if (!statusesFor(role, verb).includes(after.status)) requireStatus(uow, verb, before)
}

/**
 * Whom the undo gives the ticket to must work in its queue, as with `assign`; whom it leaves the ticket loses it otherwise,
 * as with `move`. Closed tickets keep their assignee.
 */
async function unassignWhoLeft(uow: UnitOfWork, ticket: TicketRow, patch: TicketPatch) {
  const { assigneeId, queueId, status } = { ...ticket, ...patch }
  const isSame = assigneeId === ticket.assigneeId && queueId === ticket.queueId && status === ticket.status
  if (isSame || assigneeId === null || status === 'closed' || (await canWorkIn(uow, assigneeId, queueId))) return null
  if (assigneeId !== ticket.assigneeId) throw new DeskError('assignee_not_in_queue', { assigneeId })
  return { assigneeId: null }
}

function refused(reason: 'irreversible' | 'expired' | 'changed', type?: UndoableType, since: readonly Recorded[] = []) {
  const change = type && (inEffect(since).findLast(isTouching(type)) ?? since.findLast(isTouching(type)))
  const changes = change
    ? [change].map(({ id, type, actorName, createdAt }) => ({
        eventId: id,
        type,
        actorName,
        at: createdAt.toISOString(),
      }))
    : []
  return new DeskError('cannot_undo', { reason, changes })
}

const isTouching = (type: UndoableType) => (event: Recorded) => touching[type].includes(event.type)
