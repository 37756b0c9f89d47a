import { byItsText, type Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { removedParticipants, ticketLinks, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import type { Part } from '@gotrs/mail/thread'
import { and, eq, exists, inArray, ne, not, sql } from 'drizzle-orm'
import type { KnownPerson } from '../../correspondents/person-by-address.ts'

/** `person` is null where the desk does not know the address yet. */
export type Writer = { address: string; person: KnownPerson | null }

export type Place = {
  part: Part
  queueId: string
  /** The mailboxes of its queue, and those that its mails came to or left from. */
  mailboxIds: string[]
  /** Tickets that the same mail started in other queues. */
  sameMailIds: string[]
}

const one = { one: sql`1` }

export const hasWritten = (db: Db, id: string | null) =>
  exists(
    db
      .select(one)
      .from(messages)
      .where(
        and(
          eq(messages.ticketId, tickets.id),
          sql`${messages.authorId} = ${id}::uuid`,
          eq(messages.kind, 'public'),
          eq(messages.isFromStaff, false),
        ),
      ),
  )

export const isInCopy = (db: Db, id: string | null) =>
  exists(
    db
      .select(one)
      .from(ticketParticipants)
      .where(and(eq(ticketParticipants.ticketId, tickets.id), sql`${ticketParticipants.userId} = ${id}::uuid`)),
  )

const wasRemoved = (db: Db, id: string | null) =>
  exists(
    db
      .select(one)
      .from(removedParticipants)
      .where(and(eq(removedParticipants.ticketId, tickets.id), sql`${removedParticipants.userId} = ${id}::uuid`)),
  )

/** The recipient of a mail, where a Reply-To of an earlier mail asked for that address, and nothing proves one of these. */
const isOnlyAskedFor = sql`coalesce((select bool_and(said.sender_verdict is distinct from 'authenticated')
  from ${messages} said where said.ticket_id = ${tickets.id} and said.kind = 'public' and not said.is_from_staff
    and said.id < ${outboundMails.id}
    and ${outboundRecipients.address} = any(said.reply_to_addresses::citext[])), false)`

const wasWrittenTo = (db: Db, addresses: string[]) =>
  exists(
    db
      .select(one)
      .from(outboundMails)
      .innerJoin(outboundRecipients, eq(outboundRecipients.mailId, outboundMails.id))
      .where(
        and(
          eq(outboundMails.ticketId, tickets.id),
          eq(outboundMails.purpose, 'reply'),
          inArray(outboundRecipients.address, addresses),
          ne(outboundRecipients.kind, 'bcc'),
          not(isOnlyAskedFor),
        ),
      ),
  )

/** A list of ids in SQL. */
const idsBy = (query: ReturnType<typeof sql>) => sql<string[]>`array(${query})`

const itsMailboxes = idsBy(sql`select mailbox.id from ${mailboxes} mailbox where mailbox.queue_id = ${tickets.queueId}
  union select mail.mailbox_id from ${messages} message join ${inboundMails} mail on mail.id = message.inbound_mail_id
    where message.ticket_id = ${tickets.id}
  union select mail.mailbox_id from ${outboundMails} mail where mail.ticket_id = ${tickets.id}`)

const sameMail = sql`select link.linked_ticket_id from ${ticketLinks} link where link.kind = 'same_mail' and link.ticket_id`

/**
 * How the writer takes part in each of the tickets, and in those that the same mail started; and to which mailboxes
 * they belong. Whom staff named as a reader of an answer may answer it, too, but not whom only a Reply-To named that
 * nothing proves. Staff who wrote in a ticket did so as staff: by mail they are trusted only with a token of their own
 * (see agent-answer.ts).
 */
export async function placesOf(db: Db, ticketIds: string[], { address, person }: Writer): Promise<Map<string, Place>> {
  if (ticketIds.length === 0) return new Map()
  const id = person?.id ?? null
  const addresses = [address, ...(person ? [person.email] : [])]
  const part = sql<Part | null>`case when ${tickets.customerId} = ${id}::uuid then 'customer'
    when ${wasRemoved(db, id)} then null when ${hasWritten(db, id)} then 'writer'
    when ${isInCopy(db, id)} or ${wasWrittenTo(db, addresses)} then 'copied' end`
  const ids = sql`${sql.param(ticketIds)}::uuid[]`
  const rows = await db
    .select({
      id: tickets.id,
      part,
      queueId: tickets.queueId,
      mailboxIds: itsMailboxes,
      sameMailIds: idsBy(sql`${sameMail} = ${tickets.id} order by 1`),
    })
    .from(tickets)
    .where(sql`${tickets.id} = any(${ids}) or ${tickets.id} in (${sameMail} = any(${ids}))`)
    .prepare(byItsText)
    .execute()
  return new Map(rows.map(({ id: ticketId, ...place }) => [ticketId, place]))
}
