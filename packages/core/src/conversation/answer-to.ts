import { isMailAddress } from '@gotrs/contract/email-address'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { type SQL, sql } from 'drizzle-orm'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import { isOwnAddress, ownAddressesInSql } from '../mailboxes/own-addresses.ts'

type ReplyToFacts = { replyTo: string[]; verdict: string | null } | null

/**
 * The facts that decide the recipient of an answer. `first`: what the customer began the ticket with. `last`: what came
 * last.
 */
export type AnswerFacts = {
  customer: string
  first: ReplyToFacts
  last: ReplyToFacts
  /** Every address of the desk itself. */
  own: string[]
}

/**
 * The default recipient of an answer: to the Reply-To of the customer's last mail (RFC 5322, section 3.6.2), else to
 * the customer. A forger could have the answers of a conversation sent elsewhere by one mail, so that a Reply-To that
 * is not authenticated counts only as the one that the ticket began with.
 */
export function answerTo({ customer, first, last, own }: AnswerFacts): string[] {
  const isTrusted = last?.verdict === 'authenticated' || (last?.verdict === 'unknown' && isSame(first, last))
  const asked = isTrusted ? readReplyTo(last?.replyTo ?? [], own) : []
  if (asked.length > 0) return asked
  return isOwnAddress(own, customer) ? [] : [customer]
}

const maxAddresses = 10

/** The addresses of a Reply-To that are not of the desk, and that mail can be sent to. */
export const readReplyTo = (replyTo: readonly string[], own: readonly string[]): string[] =>
  replyTo.filter(it => isMailAddress(it) && !isOwnAddress(own, it) && !isUnreadAddress(it)).slice(0, maxAddresses)

const isSame = (first: ReplyToFacts, last: ReplyToFacts): boolean => first?.replyTo.join() === last?.replyTo.join()

/** The facts of a ticket, for a statement that has other things to ask as well. */
export const answerFacts = (ticketId: SQL, customerId: SQL): SQL<AnswerFacts> =>
  sql<AnswerFacts>`(select json_build_object('customer', customer.email, 'first', (${first(ticketId)}),
    'last', (${last(ticketId)}), 'own', ${ownAddressesInSql})
    from ${users} customer where customer.id = ${customerId})`

// By arrival (the ids are in that order), since the sender of a mail chooses its date.

/**
 * The first message, if the customer wrote it. A message that staff moved here is never the first one, because somebody
 * may have forged it.
 */
const first = (ticketId: SQL) => sql`select ${said} from (select * from ${messages} message
    where message.ticket_id = ${ticketId} and message.kind = 'public'
    order by (message.moved_from_ticket_id is not null), message.id limit 1) said
  where ${isByCustomer}`

const last = (ticketId: SQL) => sql`select ${said} from ${messages} said
  where said.ticket_id = ${ticketId} and said.kind = 'public' and ${isByCustomer} order by said.id desc limit 1`

const said = sql`json_build_object('replyTo', said.reply_to_addresses, 'verdict', said.sender_verdict)`
const isByCustomer = sql`said.author_id = customer.id and not said.is_from_staff`
