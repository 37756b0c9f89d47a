import type { Me } from '@gotrs/contract/auth'
import { can, type TicketAction } from '@gotrs/contract/permissions'
import { factsOfTicket, type Ticket } from '@gotrs/contract/tickets'
import { allows, type WorkflowVerb } from '@gotrs/contract/workflow'
import { statusWord } from '../marks/words.ts'

/** The verbs that somebody may be asked for: the workflow has more, which follow by themselves. */
type Verb = TicketAction extends infer A ? (A extends `ticket.${infer V extends WorkflowVerb}` ? V : never) : never

/** Why somebody can't do this to the ticket now, in words for a tooltip; null when they can. */
export function reasonAgainst(me: Me, verb: Verb, ticket: Ticket): string | null {
  if (!can(me, `ticket.${verb}`, factsOfTicket(ticket))) return 'You may not do this in this queue'
  if (allows(me.role, verb, ticket.status)) return null
  if (ticket.status === 'closed') return verb === 'close' ? 'It is closed already' : 'It is closed. Reopen it first'
  if (ticket.status === 'resolved') return 'It is resolved already'
  return `Not while it is ${statusWord(ticket.status).toLowerCase()}`
}
