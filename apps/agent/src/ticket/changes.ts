import { type EventType, eventCatalogue } from '@gotrs/contract/events'
import type { ErrorParams } from '@gotrs/web/errors/failure'

/** One change of a ticket since the screen last read it. */
export type Change = { type: EventType; actorName: string | null }

/** What `ticket_changed` says has changed; what can't be read is left out. */
export function readChanges(params: ErrorParams): Change[] {
  if (!Array.isArray(params.changes)) return []
  return params.changes.flatMap(change => readChange(change))
}

/** The event that the first change is, where the server says it. */
export function changedEventId({ changes }: ErrorParams): string | undefined {
  const [change] = Array.isArray(changes) ? (changes as { eventId?: unknown }[]) : []
  return typeof change?.eventId === 'string' ? change.eventId : undefined
}

/** "Ben: Answered", "Assignee changed": each once. */
export function changeTexts(changes: Change[]): string[] {
  const texts = changes.map(({ type, actorName }) =>
    actorName ? `${actorName}: ${eventCatalogue[type].label}` : eventCatalogue[type].label,
  )
  return [...new Set(texts)]
}

function readChange(change: unknown): Change[] {
  if (typeof change !== 'object' || change === null) return []
  const { type, actorName } = change as { type?: unknown; actorName?: unknown }
  if (typeof type !== 'string' || !Object.hasOwn(eventCatalogue, type)) return []
  return [{ type: type as EventType, actorName: typeof actorName === 'string' ? actorName : null }]
}
