import { useNavigate } from 'react-router'
import { holdForNext, isWanted } from '../keyboard/held-keys.ts'
import { focusHome, moveTo } from '../list/focus-home.ts'
import { listSearch, useListParams } from '../list/list-params.ts'
import { markedTicket, markTicket } from '../list/marked-ticket.ts'
import { nextTicket } from '../list/next-ticket.ts'
import { useOpenNumber, useOpenTicket } from '../list/use-cursor.ts'
import { useTicketList } from '../list/use-ticket-list.ts'
import { readChoice } from '../shell/stored-choice.ts'
import { afterTicket } from './after-ticket.ts'

/**
 * Call it when a verb begins that finishes the ticket, and what it returns when the verb is done: it leads to the next
 * ticket, unless the agent is elsewhere by then. Keys that are pressed meanwhile are for the next ticket.
 */
export function useLeaveTicket(number: number) {
  const params = useListParams()
  const navigate = useNavigate()
  const { tickets } = useTicketList(params)
  const openTicket = useOpenTicket()
  const openNumber = useOpenNumber()
  const go = (next: number | null) => {
    const choice = readChoice(afterTicket)
    if (choice === 'stay') return focusHome()
    if (choice === 'next' && next !== null) return openTicket(next)
    void navigate(`/tickets${listSearch(params)}`)
    markTicket(next)
  }
  return ({ keepsKeys = true } = {}) => {
    const next = nextTicket(tickets, number)?.number ?? null
    const release = holdForNext()
    return (isDone: boolean) => {
      const isHere = openNumber === null ? markedTicket() === number : isWanted(number)
      if (isDone && isHere) {
        if (openNumber !== null) go(next)
        else if (next !== null) moveTo(next)
      }
      // Elsewhere by then: they were for the ticket that would have come next.
      release(isDone && isHere && keepsKeys)
    }
  }
}
