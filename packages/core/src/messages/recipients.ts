import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { eq, sql } from 'drizzle-orm'
import { answerFacts, answerTo } from '../conversation/answer-to.ts'
import { prepared } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress } from '../mailboxes/own-addresses.ts'
import { assignsOnReply } from '../settings/read.ts'
import type { TicketRow } from '../tickets/load.ts'

/** Email addresses of those who get a message by mail. */
export type Recipients = Record<'to' | 'cc' | 'bcc', string[]>

/**
 * Decides who gets a message. The verb that writes the message calls this once and stores the result on it; the outbox
 * reads it. Each address is listed once, in the first field that names it, and addresses of the desk itself (`own`) are
 * left out. Where nobody is left under To, the people in Cc move there.
 */
export function resolveRecipients({ to, cc, bcc }: Recipients, own: readonly string[]): Recipients {
  const taken = new Set<string>()
  const unique = (addresses: readonly string[]) =>
    addresses.filter(address => {
      const lower = address.toLowerCase()
      if (taken.has(lower) || isOwnAddress(own, lower)) return false
      taken.add(lower)
      return true
    })
  const resolved = { to: unique(to), cc: unique(cc), bcc: unique(bcc) }
  return resolved.to.length > 0 ? resolved : { ...resolved, to: resolved.cc, cc: [] }
}

/** `own`: every address of the desk itself. `assignsOnReply`: the setting of that name, read in the same statement. */
export type UsualRecipients = {
  to: string[]
  cc: string[]
  hasMailbox: boolean
  own: string[]
  assignsOnReply: boolean
}

const ticketId = sql`${sql.placeholder('ticketId')}::uuid`
const usualOf = prepared('usual_recipients', db =>
  db
    .select({
      facts: answerFacts(ticketId, sql`${users.id}`),
      cc: sql<string[]>`array(select copied.email::text from ${ticketParticipants} participant
        join ${users} copied on copied.id = participant.user_id
        where participant.ticket_id = ${ticketId} and copied.is_active order by 1)`,
      hasMailbox: sql<boolean>`exists(select from ${mailboxes} mailbox where mailbox.is_active)`,
      assignsOnReply: assignsOnReply(),
    })
    .from(users)
    .where(eq(users.id, sql.placeholder('customerId'))),
)

/** Who gets an answer unless the agent says otherwise: where the customer wants it, and the people in copy of the ticket. */
export async function usualRecipients(uow: UnitOfWork, ticket: TicketRow): Promise<UsualRecipients> {
  const [found] = await usualOf(uow.db, { ticketId: ticket.id, customerId: ticket.customerId })
  if (!found) throw new Error(`Ticket ${ticket.id} has no customer`)
  const { facts, ...rest } = found
  return { to: answerTo(facts), own: facts.own, ...rest }
}
