import { DeskError } from '@gotrs/contract/errors'
import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { UndoableType } from '@gotrs/contract/undo'
import { removedParticipants, ticketFollowers, ticketParticipants, ticketTags } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitAbout, statusBefore, type TicketPatch } from './change.ts'
import type { TicketRow } from './load.ts'
import { endRemoval } from './participants.ts'

/** What happened to the ticket after the act. `inEffect`: without what was undone, and its undo. */
type Since = { all: readonly EventType[]; inEffect: readonly EventType[] }

type Scene<T extends EventType> = {
  uow: UnitOfWork
  /** As it was right after the event, if nobody has changed it since. */
  ticket: TicketRow
  payload: EventPayload<T>
  since: Since
}

export type TakenBack = {
  patch: TicketPatch
  isVisible: boolean
  /** The ticket stays at its version. */
  isBeside?: boolean
  emit(uow: UnitOfWork, changed: TicketRow): void
}

/** Takes an event back. Null where the ticket no longer has what the event gave it. */
type Inverse<T extends EventType> = (scene: Scene<T>) => TakenBack | null | Promise<TakenBack | null>

export const ofStatus = [
  'ticket.opened',
  'ticket.resolved',
  'ticket.closed',
  'ticket.reopened',
  'ticket.statusRestored',
] as const satisfies readonly UndoableType[]

/** Where one of them is the newest, what the customer wrote would be hidden with the status, or an answer forgotten. */
const ofTheCustomer = ['message.received', 'message.accepted', 'message.moved'] as const satisfies readonly EventType[]

/** What changes the same thing as the event: it tells who changed it meanwhile. */
export const touching: Record<UndoableType, readonly EventType[]> = {
  'ticket.assigned': ['ticket.assigned'],
  'ticket.prioritySet': ['ticket.prioritySet'],
  'ticket.moved': ['ticket.moved'],
  'ticket.tagged': ['ticket.untagged'],
  'ticket.untagged': ['ticket.tagged'],
  'ticket.renamed': ['ticket.renamed'],
  'ticket.participantAdded': ['ticket.participantRemoved'],
  'ticket.participantRemoved': ['ticket.participantAdded', 'message.accepted'],
  'ticket.followerAdded': ['ticket.followerRemoved'],
  'ticket.followerRemoved': ['ticket.followerAdded', 'note.mentioned'],
  'ticket.opened': [...ofStatus, 'message.sent'],
  'ticket.resolved': ofStatus,
  'ticket.closed': ofStatus,
  'ticket.reopened': [...ofStatus, ...ofTheCustomer, 'ticket.snoozed'],
  'ticket.statusRestored': [...ofStatus, ...ofTheCustomer, 'ticket.snoozed'],
  'ticket.snoozed': ['ticket.snoozed', 'ticket.woken', ...ofStatus],
  'ticket.woken': ['ticket.snoozed', ...ofStatus],
}

export const inverses: { [T in UndoableType]: Inverse<T> } = {
  'ticket.assigned': ({ ticket, payload: { assigneeId, previousAssigneeId } }) =>
    ticket.assigneeId !== assigneeId
      ? null
      : {
          patch: { assigneeId: previousAssigneeId },
          isVisible: false,
          emit: emits('ticket.assigned', { assigneeId: previousAssigneeId, previousAssigneeId: assigneeId }),
        },
  'ticket.prioritySet': ({ ticket, payload: { priority, previousPriority } }) =>
    ticket.priority !== priority
      ? null
      : {
          patch: { priority: previousPriority },
          isVisible: true,
          emit: emits('ticket.prioritySet', { priority: previousPriority, previousPriority: priority }),
        },
  'ticket.moved': ({ ticket, payload: { queueId, previousQueueId } }) =>
    ticket.queueId !== queueId
      ? null
      : {
          patch: { queueId: previousQueueId },
          isVisible: false,
          emit: emits('ticket.moved', { queueId: previousQueueId, previousQueueId: queueId }),
        },
  'ticket.tagged': async ({ uow, ticket, payload: { tagId } }) => {
    const isIt = and(eq(ticketTags.ticketId, ticket.id), eq(ticketTags.tagId, tagId))
    const removed = await uow.db.delete(ticketTags).where(isIt).returning({ tagId: ticketTags.tagId })
    return removed.length === 0 ? null : { ...ofRows, isVisible: false, emit: emits('ticket.untagged', { tagId }) }
  },
  'ticket.untagged': async ({ uow, ticket, payload: { tagId } }) => {
    const row = { ticketId: ticket.id, tagId }
    const added = await uow.db
      .insert(ticketTags)
      .values(row)
      .onConflictDoNothing()
      .returning({ tagId: ticketTags.tagId })
    return added.length === 0 ? null : { ...ofRows, isVisible: false, emit: emits('ticket.tagged', { tagId }) }
  },
  'ticket.renamed': ({ ticket, since }) => {
    // Only the subject before the last change is kept.
    if (since.all.includes('ticket.renamed')) return null
    if (ticket.previousTitle === null) throw new DeskError('cannot_undo', { reason: 'irreversible' })
    const patch = { title: ticket.previousTitle, previousTitle: ticket.title }
    return { patch, isVisible: true, emit: emits('ticket.renamed', {}) }
  },
  'ticket.participantAdded': async ({ uow, ticket, payload: { userId, wasRemoved } }) => {
    const isThem = and(eq(ticketParticipants.ticketId, ticket.id), eq(ticketParticipants.userId, userId))
    const removed = await uow.db
      .delete(ticketParticipants)
      .where(isThem)
      .returning({ userId: ticketParticipants.userId })
    if (removed.length === 0) return null
    const row = { ticketId: ticket.id, userId }
    if (wasRemoved) await uow.db.insert(removedParticipants).values(row).onConflictDoNothing()
    return { ...ofRows, isVisible: true, emit: emits('ticket.participantRemoved', { userId }) }
  },
  'ticket.participantRemoved': async ({ uow, ticket, payload: { userId } }) => {
    const row = { ticketId: ticket.id, userId }
    const added = await uow.db
      .insert(ticketParticipants)
      .values(row)
      .onConflictDoNothing()
      .returning({ userId: ticketParticipants.userId })
    if (added.length === 0) return null
    const wasRemoved = await endRemoval(uow, ticket.id, userId)
    return { ...ofRows, isVisible: true, emit: emits('ticket.participantAdded', { userId, wasRemoved }) }
  },
  'ticket.followerAdded': async ({ uow, ticket, payload: { userId } }) => {
    const isThem = and(eq(ticketFollowers.ticketId, ticket.id), eq(ticketFollowers.userId, userId))
    const [removed] = await uow.db.delete(ticketFollowers).where(isThem).returning({ since: ticketFollowers.since })
    if (!removed) return null
    return { ...besides, emit: emits('ticket.followerRemoved', { userId, since: removed.since.toISOString() }) }
  },
  'ticket.followerRemoved': async ({ uow, ticket, payload: { userId, since } }) => {
    const row = { ticketId: ticket.id, userId, since: since ? new Date(since) : uow.now }
    const added = await uow.db
      .insert(ticketFollowers)
      .values(row)
      .onConflictDoNothing()
      .returning({ userId: ticketFollowers.userId })
    return added.length === 0 ? null : { ...besides, emit: emits('ticket.followerAdded', { userId }) }
  },
  'ticket.opened': scene => {
    if (isChanged(scene, 'ticket.opened', 'open')) return null
    return toStatus(scene.ticket, { status: 'new' })
  },
  'ticket.resolved': scene => (isChanged(scene, 'ticket.resolved', 'resolved') ? null : statusBack(scene)),
  'ticket.closed': scene => (isChanged(scene, 'ticket.closed', 'closed') ? null : statusBack(scene)),
  'ticket.reopened': scene => (isChanged(scene, 'ticket.reopened', 'open') ? null : statusBack(scene)),
  'ticket.statusRestored': scene =>
    isChanged(scene, 'ticket.statusRestored', scene.payload.status) ? null : statusBack(scene),
  'ticket.snoozed': ({ ticket, payload: { until, previousUntil = null } }) => {
    if (ticket.snoozedUntil?.toISOString() !== until) return null
    return toSnooze(previousUntil, until)
  },
  'ticket.woken': ({ ticket, payload: { previousUntil = null } }) => {
    if (ticket.snoozedUntil !== null || (ticket.status !== 'new' && ticket.status !== 'open')) return null
    return toSnooze(previousUntil, null)
  },
}

const ofRows = { patch: {} }
const besides = { patch: {}, isVisible: false, isBeside: true }

const emits =
  <T extends EventType>(type: T, payload: EventPayload<T>) =>
  (uow: UnitOfWork, changed: TicketRow): void =>
    void emitAbout(uow, changed, type, payload)

const isChanged = (
  { ticket, since }: Pick<Scene<EventType>, 'ticket' | 'since'>,
  type: UndoableType,
  given: TicketStatus,
) => ticket.status !== given || since.inEffect.some(it => touching[type].includes(it))

type StatusBefore = EventPayload<'ticket.resolved'>

function statusBack({
  ticket,
  payload,
  since,
}: Pick<Scene<'ticket.resolved'>, 'ticket' | 'since'> & { payload: StatusBefore }) {
  // Who has been answered meanwhile no longer waits.
  const isAnswered = since.all.includes('message.sent')
  return toStatus(ticket, {
    status: payload.previousStatus,
    waitingSince: isAnswered ? ticket.waitingSince : timeOf(payload.previousWaitingSince),
    snoozedUntil: timeOf(payload.previousSnoozedUntil),
    resolvedAt: timeOf(payload.previousResolvedAt),
    closedAt: timeOf(payload.previousClosedAt),
  })
}

const toStatus = (ticket: TicketRow, patch: TicketPatch & { status: TicketStatus }): TakenBack => ({
  patch,
  isVisible: true,
  emit: emits('ticket.statusRestored', { status: patch.status, ...statusBefore(ticket) }),
})

const toSnooze = (until: string | null, previousUntil: string | null): TakenBack => ({
  patch: { snoozedUntil: timeOf(until) },
  isVisible: false,
  emit: until
    ? emits('ticket.snoozed', { until, previousUntil })
    : emits('ticket.woken', { reason: 'person', ...(previousUntil && { previousUntil }) }),
})

const timeOf = (at: string | null | undefined) => (at ? new Date(at) : null)
