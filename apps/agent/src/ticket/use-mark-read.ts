import type { TicketDetail } from '@gotrs/contract/tickets'
import { useEffect, useEffectEvent } from 'react'
import { trpc } from '../api/trpc.ts'

/** An unread ticket has been read once its newest message was before the eyes of somebody. */
export function useMarkRead(ticket: TicketDetail, isSeen: boolean) {
  const utils = trpc.useUtils()
  const markRead = trpc.tickets.markRead.useMutation({
    onSuccess: () => {
      void utils.tickets.get.invalidate({ ticketId: ticket.number })
      void utils.tickets.list.invalidate()
    },
  })
  const isUnread = ticket.staff?.isUnread ?? false
  // A late mail is among the earlier ones: the ticket has the time when it came.
  const latest = ticket.messages.items.at(-1)?.createdAt ?? ticket.createdAt
  const seenAt = latest.localeCompare(ticket.updatedAt) > 0 ? latest : ticket.updatedAt
  const mark = useEffectEvent(() => markRead.mutate({ ticketId: ticket.id, seenAt }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message or held mail that arrives while it is open is read as well
  useEffect(() => {
    if (!isUnread || !isSeen) return
    const markWhenVisible = () => document.visibilityState === 'visible' && mark()
    markWhenVisible()
    document.addEventListener('visibilitychange', markWhenVisible)
    return () => document.removeEventListener('visibilitychange', markWhenVisible)
  }, [isUnread, isSeen, seenAt])
}
