import type { Me } from '@gotrs/contract/auth'
import { can, type TicketAction } from '@gotrs/contract/permissions'
import { factsOfTicket, type Ticket } from '@gotrs/contract/tickets'
import { allows, type WorkflowVerb } from '@gotrs/contract/workflow'
import { statusWord } from '../marks/words.ts'

/** The verbs with a permission of their own. */
export type TicketVerb = TicketAction extends infer A
  ? A extends `ticket.${infer V extends WorkflowVerb}`
    ? V
    : never
  : never

/** Why somebody can't decide so on held mail of the ticket; null when they can. */
export function reasonAgainstHeld(me: Me, verb: 'accept' | 'split' | 'reject', ticket: Ticket): string | null {
  if (!can(me, 'ticket.decideHeld', factsOfTicket(ticket))) return notInThisQueue
  if (verb !== 'accept' || allows(me.role, 'acceptHeld', ticket.status)) return null
  return 'The ticket is closed. Move the mail to a new ticket, or reopen this one first'
}

const notInThisQueue = 'You do not have permission in this queue'

/** Why somebody can't do this to the ticket now, in words for a tooltip; null when they can. */
export function reasonAgainst(me: Me, verb: TicketVerb, ticket: Ticket): string | null {
  if (!can(me, `ticket.${verb}`, factsOfTicket(ticket))) return notInThisQueue
  if (allows(me.role, verb, ticket.status)) return null
  if (ticket.status === 'closed') return verb === 'close' ? 'Already closed' : 'The ticket is closed. Reopen it first'
  if (ticket.status === 'resolved') return 'Already resolved'
  return `Not possible while the ticket is ${statusWord(ticket.status).toLowerCase()}`
}
