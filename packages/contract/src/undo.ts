import type { EventPayload, EventType } from './events.ts'
import type { TicketAction } from './permissions.ts'

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
