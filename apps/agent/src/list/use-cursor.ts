import type { Ticket } from '@gotrs/contract/tickets'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useMatch, useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { onKeyHeld } from '../keyboard/held-keys.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { keepFocus, moveTo } from './focus-home.ts'
import { ticketPath, useListParams } from './list-params.ts'
import { markedTicket, markTicket, useMarkedTicket } from './marked-ticket.ts'
import { neighbour } from './next-ticket.ts'
import { useTicketList } from './use-ticket-list.ts'

/** A key that is held down moves the mark; only the ticket where it rests is loaded. */
const REST_MS = 80

/** The one cursor of the list: `j` and `k` move the mark, and the open ticket follows it. */
export function useCursor() {
  const params = useListParams()
  const list = useTicketList(params)
  const openNumber = useOpenNumber()
  const marked = useMarkedTicket()
  const open = useOpenTicket()
  const place = usePlace(list.tickets, marked, `${params.sort} ${params.q}`)

  const move = (step: 1 | -1) => {
    const { tickets } = list
    const target = neighbour(tickets, markedTicket(), place(), step)
    const isNearEnd = target !== undefined && tickets.indexOf(target) >= tickets.length - 2
    if (isNearEnd && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
    if (target) moveTo(target.number)
  }
  useShortcut('next', () => move(1))
  useShortcut('previous', () => move(-1))
  useShortcut('open', () => marked !== null && open(marked), openNumber === null)

  // A ticket that was opened in another way is the marked one.
  const follow = useEffectEvent(() => openNumber !== null && openNumber !== opened.current && markTicket(openNumber))
  const opened = useRef<number | null>(null)
  useEffect(() => {
    follow()
    opened.current = openNumber
  }, [openNumber])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus may be gone with the page
  useEffect(keepFocus, [openNumber, marked])

  const rest = useEffectEvent((number: number) => {
    opened.current = number
    open(number)
  })
  useEffect(() => {
    if (openNumber === null || marked === null || marked === openNumber) return
    const timer = setTimeout(() => rest(marked), REST_MS)
    onKeyHeld(() => {
      clearTimeout(timer)
      rest(marked)
    })
    return () => {
      clearTimeout(timer)
      onKeyHeld(null)
    }
  }, [marked, openNumber])
  usePrefetch(list.tickets, openNumber)
}

/** Where in this list the marked ticket is, or was when it left. */
function usePlace(tickets: Ticket[], marked: number | null, list: string) {
  const place = useRef({ at: 0, list })
  useEffect(() => {
    const at = tickets.findIndex(ticket => ticket.number === marked)
    if (at >= 0 || place.current.list !== list) place.current = { at: Math.max(at, 0), list }
  }, [tickets, marked, list])
  return () => place.current.at
}

/** The number in the URL of an open ticket. */
export function useOpenNumber(): number | null {
  return Number(useMatch('/tickets/:number')?.params.number) || null
}

/** Opens a ticket of the list. From ticket to ticket, Back leads to the list. */
export function useOpenTicket() {
  const navigate = useNavigate()
  const params = useListParams()
  const { tickets, matches } = useTicketList(params)
  const openNumber = useOpenNumber()
  return (number: number) => {
    const match = matches.get(tickets.find(ticket => ticket.number === number)?.id ?? '')
    void navigate(ticketPath(number, params, match), { replace: openNumber !== null })
  }
}

/** Its neighbours are there when the mark moves on. */
function usePrefetch(tickets: Ticket[], openNumber: number | null) {
  const utils = trpc.useUtils()
  const at = tickets.findIndex(ticket => ticket.number === openNumber)
  const neighbours = at < 0 ? [] : [tickets[at + 1], tickets[at - 1]].flatMap(ticket => ticket?.number ?? [])
  const wanted = neighbours.join(' ')
  const load = useEffectEvent(() => {
    for (const ticketId of neighbours) void utils.tickets.get.prefetch({ ticketId })
  })
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(load, 2 * REST_MS)
    return () => clearTimeout(timer)
  }, [wanted])
}
