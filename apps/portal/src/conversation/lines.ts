import type { TimelineEvent } from '@gotrs/contract/events'
import type { Message } from '@gotrs/contract/messages'

/** One thing in the conversation: a message, or a line about what happened between two. */
export type Line =
  | { kind: 'message'; at: string; message: Message }
  | { kind: 'event'; at: string; event: TimelineEvent }

const stateWords = { resolved: 'solved', closed: 'closed', open: 'reopened', new: 'reopened' } as const

/** The status that the event gave the request; undefined where it is not about that. */
function statusOf({ type, payload }: TimelineEvent): keyof typeof stateWords | undefined {
  if (type === 'ticket.resolved') return 'resolved'
  if (type === 'ticket.closed') return 'closed'
  if (type === 'ticket.reopened') return 'open'
  return type === 'ticket.statusRestored' ? (payload.status as keyof typeof stateWords) : undefined
}

/** Messages and the events that matter to customers, in the order of time. Notes never show here, not even to staff. */
export function linesOf(messages: readonly Message[], events: readonly TimelineEvent[], hasEarlier: boolean): Line[] {
  const shown = messages.filter(message => message.kind === 'public')
  const from = hasEarlier ? (shown[0]?.createdAt ?? '') : ''
  const lines: Line[] = [
    ...shown.map(message => ({ kind: 'message', at: message.createdAt, message }) as const),
    ...events
      .filter(event => statusOf(event) !== undefined && event.createdAt >= from)
      .map(event => ({ kind: 'event', at: event.createdAt, event }) as const),
  ]
  return lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** "You marked this as solved", in the words of who reads it. */
export function eventText(event: TimelineEvent, userId: string, businessName: string): string {
  const what = stateWords[statusOf(event) ?? 'open']
  const { kind, id, name } = event.actor
  if (kind === 'system')
    return what === 'reopened' ? 'Reopened' : `${what === 'closed' ? 'Closed' : 'Marked as solved'}`
  const who = id === userId ? 'You' : (name ?? businessName)
  return what === 'solved' ? `${who} marked this as solved` : `${who} ${what} this`
}
