import { isMailAddress } from '@gotrs/contract/email-address'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { type SQL, sql } from 'drizzle-orm'
import { isOwnAddress } from '../mailboxes/own-addresses.ts'
import { isUnreadAddress } from '../people/unread-address.ts'

type Said = { replyTo: string[]; verdict: string | null } | null

/** What decides where an answer goes. `first` and `last`: what the customer said in the conversation. */
export type AnswerFacts = {
  customer: string
  first: Said
  last: Said
  /** Every address of the desk itself. */
  own: string[]
}

/**
 * Where an answer goes unless the agent says otherwise: to the Reply-To of the customer's last mail (RFC 5322, section
 * 3.6.2), else to the customer. A forger could have the answers of a conversation sent elsewhere by one mail, so that a
 * Reply-To that is not authenticated counts only as the one that the ticket began with.
 */
export function answerTo({ customer, first, last, own }: AnswerFacts): string[] {
  const isBelieved = last?.verdict === 'authenticated' || (last?.verdict === 'unknown' && isSame(first, last))
  const asked = isBelieved ? readReplyTo(last?.replyTo ?? [], own) : []
  if (asked.length > 0) return asked
  return isOwnAddress(own, customer) ? [] : [customer]
}

const maxAddresses = 10

/** Those of a Reply-To that are read by somebody else than the desk, and that mail can be sent to. */
export const readReplyTo = (replyTo: readonly string[], own: readonly string[]): string[] =>
  replyTo.filter(it => isMailAddress(it) && !isOwnAddress(own, it) && !isUnreadAddress(it)).slice(0, maxAddresses)

const isSame = (first: Said, last: Said): boolean => first?.replyTo.join() === last?.replyTo.join()

/** The facts of a ticket, for a statement that has other things to ask as well. */
export const answerFacts = (ticketId: string, customerId: SQL | string): SQL<AnswerFacts> =>
  sql<AnswerFacts>`(select json_build_object('customer', customer.email, 'first', (${said(ticketId, sql`asc`)}),
    'last', (${said(ticketId, sql`desc`)}), 'own', (select coalesce(json_agg(distinct lower(own.address::text)), '[]')
      from ${mailboxes} mailbox cross join unnest(array_append(mailbox.aliases, mailbox.address)) own (address)))
    from ${users} customer where customer.id = ${customerId})`

const said = (ticketId: string, order: SQL) =>
  sql`select json_build_object('replyTo', said.reply_to_addresses, 'verdict', said.sender_verdict) from ${messages} said
    where said.ticket_id = ${ticketId} and said.author_id = customer.id and said.kind = 'public' and not said.is_from_staff
    order by said.created_at ${order}, said.id ${order} limit 1`
