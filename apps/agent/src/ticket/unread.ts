import type { Message } from '@gotrs/contract/messages'

/** The first message that somebody else wrote since the reader looked; null where there is none. */
export function firstUnread(messages: readonly Message[], readAt: string | null, myId: string): Message | null {
  return messages.find(message => message.author.id !== myId && (readAt === null || message.createdAt > readAt)) ?? null
}

/**
 * Which messages are one line: those before the first unread one. What waits for a decision or did not arrive stays whole.
 */
export function isFoldable({ kind, staff }: Message): boolean {
  return kind !== 'held' && staff?.delivery?.status !== 'failed'
}
