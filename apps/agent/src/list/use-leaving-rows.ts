import type { Ticket } from '@gotrs/contract/tickets'
import { useEffect, useState } from 'react'

export type ListRow = { ticket: Ticket; isLeaving: boolean }

/** As long as --motion. */
const LEAVE_MS = 120
/** More than this many rows at once are another list, or a colleague who changes many. */
const MOST_LEAVING = 3

/** The rows of the list; those that left it are shown for a moment longer, so that the eye sees which went. */
export function useLeavingRows(tickets: Ticket[], list: string): ListRow[] {
  const [shown, setShown] = useState({ tickets, list })
  const [left, setLeft] = useState<{ at: number; ticket: Ticket }[]>([])
  if (shown.tickets !== tickets && (shown.list !== list || idsOf(shown.tickets) !== idsOf(tickets))) {
    setShown({ tickets, list })
    setLeft(shown.list === list ? leftOf(shown.tickets, tickets) : [])
  }
  useEffect(() => {
    if (left.length === 0) return
    const timer = setTimeout(() => setLeft([]), LEAVE_MS)
    return () => clearTimeout(timer)
  }, [left])
  const rows = tickets.map(ticket => ({ ticket, isLeaving: false }))
  for (const { at, ticket } of left) rows.splice(at, 0, { ticket, isLeaving: true })
  return rows
}

const idsOf = (tickets: Ticket[]) => tickets.map(({ id }) => id).join(' ')

function leftOf(before: Ticket[], now: Ticket[]) {
  const ids = new Set(now.map(({ id }) => id))
  const left = before.flatMap((ticket, at) => (ids.has(ticket.id) ? [] : [{ at, ticket }]))
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  return isStill || left.length > MOST_LEAVING ? [] : left
}
