import type { TicketDetail } from '@gotrs/contract/tickets'
import { useLayoutEffect, useRef, useState } from 'react'
import { useReadNotices } from '../notices/use-read-notices.ts'
import { useMe } from '../session/use-session.ts'
import { firstUnread } from './unread.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useSeen } from './use-seen.ts'
import { useSteadyView } from './use-steady-view.ts'

/** Where the reader is in the conversation: what was unread when they came, and what has arrived since and is unseen. */
export function useReading(ticket: TicketDetail) {
  const me = useMe()
  const view = useSteadyView()
  const { items } = ticket.messages
  const [unread] = useState(() => (ticket.staff?.isUnread ? unreadOf(ticket, me.id) : null))
  const [known, setKnown] = useState<ReadonlySet<string>>(() => new Set(items.map(({ id }) => id)))
  const arrived = items.filter(({ id, author }) => !known.has(id) && author.id !== me.id).map(({ id }) => id)
  const last = items.at(-1)

  const [seen, setSeen] = useState<string | null>(null)
  useSeen([...new Set([...arrived, ...(last ? [last.id] : [])])], id => {
    setKnown(before => new Set([...before, id]))
    if (id === last?.id) setSeen(id)
  })
  const isSeen = last === undefined || seen === last.id
  useMarkRead(ticket, isSeen)
  useReadNotices(ticket, isSeen)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the ticket opens
  useLayoutEffect(() => {
    const first = document.getElementById('new-since') ?? (unread && document.getElementById(`message-${unread}`))
    if (first) view.pin(first)
  }, [])
  const shown = useRef(last?.id)
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = last?.id
    if (!last || before === last.id) return
    if (last.author.id === me.id) view.showNewest()
    else view.stayWith(document.getElementById(`message-${before}`))
  })
  return {
    view,
    unread,
    arrived: arrived.length,
    showArrived: () => {
      const first = document.getElementById(`message-${arrived[0]}`)
      first?.scrollIntoView({ block: 'start' })
      first?.focus({ preventScroll: true })
    },
  }
}

const unreadOf = (ticket: TicketDetail, myId: string): string | null =>
  firstUnread(ticket.messages.items, ticket.staff?.readAt ?? null, myId)?.id ?? null
