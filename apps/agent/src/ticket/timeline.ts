import type { EventType, TimelineEvent } from '@gotrs/contract/events'
import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'

export type TimelineItem = { kind: 'message'; message: Message } | { kind: 'event'; event: TimelineEvent }

/**
 * Events that the conversation does not show: the message itself represents them, and taking or answering implies the
 * opening. The decision on a held mail implies that it came.
 */
const shownElsewhere: ReadonlySet<EventType> = new Set([
  'ticket.created',
  'ticket.opened',
  'message.received',
  'message.sent',
  'message.held',
  'note.added',
  'mail.delivered',
  'mail.caught',
  'mail.failed',
])

/**
 * Messages and events in the order they happened, oldest first. While earlier messages are not loaded, the events
 * among them wait too.
 */
export function timelineOf(messages: Message[], events: TimelineEvent[], hasEarlier: boolean): TimelineItem[] {
  const sorted = messages.toSorted(byTime)
  const begin = hasEarlier ? (sorted[0]?.createdAt ?? '') : ''
  const shown = events.filter(event => !shownElsewhere.has(event.type) && event.createdAt >= begin)
  return [
    ...sorted.map(message => ({ kind: 'message' as const, message, at: message.createdAt })),
    ...shown.map(event => ({ kind: 'event' as const, event, at: event.createdAt })),
  ].toSorted((left, right) => left.at.localeCompare(right.at))
}

export type TimelineRun = { kind: 'message'; message: Message } | { kind: 'events'; events: TimelineEvent[] }

/** What happened between two messages is one run. */
export function foldRuns(items: TimelineItem[]): TimelineRun[] {
  const runs: TimelineRun[] = []
  for (const item of items) {
    const last = runs.at(-1)
    if (item.kind === 'message') runs.push(item)
    else if (last?.kind === 'events') last.events.push(item.event)
    else runs.push({ kind: 'events', events: [item.event] })
  }
  return runs
}

/** Compares characters: ISO times are in their order, and a comparison by language is much slower. */
function byTime(left: Message, right: Message): number {
  if (left.createdAt !== right.createdAt) return left.createdAt < right.createdAt ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/** The messages of several answers in their order, each once: the fresher answer wins. */
export function mergeMessages(earlier: Message[], latest: Message[]): Message[] {
  return [...new Map([...earlier, ...latest].map(message => [message.id, message])).values()].toSorted(byTime)
}

/** What others wrote into the ticket after the `seen` messages. */
export function newMessagesOf(ticket: TicketDetail, seen: ReadonlySet<string>, myId: string): Message[] {
  return ticket.messages.items.filter(message => !seen.has(message.id) && message.author.id !== myId)
}
