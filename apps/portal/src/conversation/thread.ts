import type { Message, MessagePage } from '@gotrs/contract/messages'

/** The messages on the screen, oldest first, and how to get those before. */
export type Thread = MessagePage

/** Puts the latest page under what is known. Earlier messages stay, also those that the latest page has no room for. */
export function joinLatest(known: Thread, latest: MessagePage): Thread {
  const first = latest.items[0]
  if (!first) return latest
  const earlier = known.items.filter(message => isBefore(message, first))
  // Within the latest page the server is right: a message that is missing was moved to another ticket.
  return {
    items: [...earlier, ...latest.items],
    earlierCursor: earlier.length > 0 ? known.earlierCursor : latest.earlierCursor,
  }
}

/** Puts an earlier page above what is known. */
export function joinEarlier(known: Thread, page: MessagePage): Thread {
  const ids = new Set(known.items.map(message => message.id))
  return {
    items: [...page.items.filter(message => !ids.has(message.id)), ...known.items],
    earlierCursor: page.earlierCursor,
  }
}

/** Has one of us written? */
export const hasAnswer = ({ items }: Pick<MessagePage, 'items'>): boolean =>
  items.some(({ author }) => author.role !== 'customer')

const isBefore = (message: Message, other: Message) =>
  message.createdAt === other.createdAt ? message.id < other.id : message.createdAt < other.createdAt
