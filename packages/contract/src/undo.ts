import { z } from 'zod'
import type { EventPayload, EventType, TimelineEvent } from './events.ts'
import { id, ticketRef, version } from './ids.ts'
import type { TicketAction } from './permissions.ts'

export const undoTicketInput = z
  .object({
    ticketId: ticketRef,
    eventId: id
      .optional()
      .describe('An event of what is to be undone. Everything that happened to the ticket with it is undone too.'),
    madeVersion: version
      .optional()
      .describe('Instead of an event: the version of the ticket that the change made, as its answer said.'),
  })
  .strict()
  .refine(({ eventId, madeVersion }) => (eventId === undefined) !== (madeVersion === undefined), {
    path: ['eventId'],
    message: 'is missing: send either eventId or madeVersion',
  })
export type UndoTicketInput = z.infer<typeof undoTicketInput>

/** How long an act can be undone. */
export const undoWindowMs = 24 * 60 * 60_000

/** The events that can be undone, and the action of the permission table that did them. */
export const undoable = {
  'ticket.assigned': 'ticket.assign',
  'ticket.prioritySet': 'ticket.setPriority',
  'ticket.moved': 'ticket.move',
  'ticket.tagged': 'ticket.tag',
  'ticket.untagged': 'ticket.tag',
  'ticket.renamed': 'ticket.rename',
  'ticket.participantAdded': 'ticket.addParticipant',
  'ticket.participantRemoved': 'ticket.addParticipant',
  'ticket.followerAdded': 'ticket.follow',
  'ticket.followerRemoved': 'ticket.follow',
  'ticket.opened': 'ticket.assign',
  'ticket.resolved': 'ticket.resolve',
  'ticket.closed': 'ticket.close',
  'ticket.reopened': 'ticket.reopen',
  'ticket.statusRestored': 'ticket.reopen',
  'ticket.snoozed': 'ticket.snooze',
  'ticket.woken': 'ticket.snooze',
} as const satisfies Partial<Record<EventType, TicketAction>>
export type UndoableType = keyof typeof undoable

/** Facts without which it cannot be undone: events that older versions wrote do not have them. */
const needed = {
  'ticket.followerRemoved': 'since',
  'ticket.resolved': 'previousWaitingSince',
  'ticket.closed': 'previousWaitingSince',
  'ticket.reopened': 'previousWaitingSince',
  'ticket.snoozed': 'previousUntil',
  'ticket.woken': 'previousUntil',
} as const satisfies { [T in UndoableType]?: keyof EventPayload<T> }

type Recorded = { type: EventType; payload: object }

/** Can it be undone by what it is? Where a message came or left with it, it cannot. */
export function isUndoable<E extends Recorded>(event: E): event is E & { type: UndoableType } {
  if (!Object.hasOwn(undoable, event.type)) return false
  const fact = (needed as Partial<Record<EventType, string>>)[event.type]
  return fact === undefined || fact in event.payload
}

/**
 * Is the event undone? `undoes`: what each later event undoes, nearest first, in their order. An undo can be undone as well,
 * so that of the last one counts whether it is an undo, an undo of an undo, and so on.
 */
export function isUndone(eventId: string, undoes: readonly (readonly string[])[]): boolean {
  const last = undoes.findLast(ids => ids.includes(eventId))
  return last !== undefined && last.indexOf(eventId) % 2 === 0
}

/** What to undo by "Undo" at an event of the timeline: its whole act, by that event. Null where that is not possible. */
export function undoOf(event: TimelineEvent, timeline: readonly TimelineEvent[], now: number): string | null {
  const act = timeline.filter(({ staff }) => staff !== null && staff.act === event.staff?.act)
  const isPossible = act.length > 0 && act.every(it => it.actor.kind === 'user' && isUndoable(it))
  const isOver = now - Date.parse(event.createdAt) >= undoWindowMs
  return isPossible && !isOver && !act.some(({ id }) => isUndoneIn(id, timeline)) ? event.id : null
}

export const isUndoneIn = (eventId: string, timeline: readonly TimelineEvent[]): boolean =>
  isUndone(
    eventId,
    timeline.map(({ staff }) => staff?.undoes ?? []),
  )
