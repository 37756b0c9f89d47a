import type { Message } from '@gotrs/contract/messages'

/** The first message that somebody else wrote and that came since the reader looked; null where there is none. */
export function firstUnread(messages: readonly Message[], readAt: string | null, myId: string): Message | null {
  const readMs = readAt === null ? Number.NEGATIVE_INFINITY : Date.parse(readAt)
  return messages.find(message => message.author.id !== myId && arrivalOf(message) > readMs) ?? null
}

/**
 * When the desk got it, in ms. A mail says when it was written, which may be long before the reader looked. The id of a
 * message begins with the time at which it was made (UUID version 7, RFC 9562, section 5.7).
 */
function arrivalOf({ id, createdAt }: Message): number {
  const isVersion7 = id[14] === '7'
  return isVersion7 ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Date.parse(createdAt)
}

/**
 * Which messages are one line: those before the first unread one. What waits for a decision or did not arrive stays whole.
 */
export function isFoldable({ kind, staff }: Message): boolean {
  return kind !== 'held' && staff?.delivery?.status !== 'failed'
}
