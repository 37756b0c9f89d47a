import { isStaff } from '@gotrs/contract/roles'
import type { TicketDetail } from '@gotrs/contract/tickets'

type Conversation = {
  messages: { items: Pick<TicketDetail['messages']['items'][number], 'kind' | 'author' | 'createdAt' | 'staff'>[] }
  events: Pick<TicketDetail['events'][number], 'type' | 'createdAt'>[]
}

/**
 * Who was put in copy of the last answer is in copy of the next one. Once somebody was removed from the conversation after
 * it, only its participants are.
 */
export function copiesOfLastAnswer({ messages, events }: Conversation): string[] {
  const answer = messages.items.findLast(({ kind, author }) => kind === 'public' && isStaff(author.role))
  if (!answer?.staff) return []
  const isRemovedSince = events.some(
    ({ type, createdAt }) => type === 'ticket.participantRemoved' && createdAt > answer.createdAt,
  )
  return isRemovedSince ? [] : answer.staff.cc
}
