import type { TicketDetail } from '@gotrs/contract/tickets'
import { useEffect, useEffectEvent } from 'react'
import { useMarkNoticesRead, useNotices } from './use-notices.ts'

/** The notices about the ticket on the screen are read once its newest message is. */
export function useReadNotices(ticket: TicketDetail, isSeen: boolean) {
  const { notices } = useNotices()
  const markRead = useMarkNoticesRead()
  const unread = notices.find(({ ticketId, isRead }) => ticketId === ticket.id && !isRead)
  const mark = useEffectEvent(() => unread && markRead({ seenAt: unread.createdAt, ticketId: ticket.id }))
  const about = unread?.eventId
  useEffect(() => {
    if (!about || !isSeen) return
    const markWhenVisible = () => document.visibilityState === 'visible' && mark()
    markWhenVisible()
    document.addEventListener('visibilitychange', markWhenVisible)
    return () => document.removeEventListener('visibilitychange', markWhenVisible)
  }, [about, isSeen])
}
