import type { Me } from '@gotrs/contract/auth'
import { type Action, can } from '@gotrs/contract/permissions'
import { factsOfTicket, type Ticket } from '@gotrs/contract/tickets'
import { createContext, use } from 'react'

export const MeContext = createContext<Me | null>(null)

/** The agent or admin at the screen; only used below RequireStaff. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe must be called below RequireStaff')
  return me
}

/** May the one at the screen do this (to this ticket)? Drives what is shown and what is disabled. */
export function useCan() {
  const me = useMe()
  return (action: Action, ticket?: Ticket) => can(me, action, ticket && factsOfTicket(ticket))
}
