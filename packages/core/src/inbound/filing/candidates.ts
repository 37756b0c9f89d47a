import type { Db } from '@gotrs/db/client'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { removedParticipants, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { verifyReplyToken } from '@gotrs/mail/reply-address'
import type { Part, ThreadCandidate, ThreadHint } from '@gotrs/mail/thread'
import { and, asc, eq, exists, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { KnownPerson } from '../../people/person-by-address.ts'

/** `person` is null where the desk does not know the address yet. */
export type Writer = { address: string; person: KnownPerson | null }

type Found = { hint: ThreadHint; ticketId: string; number: number }

/**
 * The tickets that a mail's hints name, in the order of the hints, of one hint the oldest first. There may be several: a
 * stranger who writes under a known Message-ID must not take the place of those who take part.
 */
export async function threadCandidates(
  uow: UnitOfWork,
  hints: ThreadHint[],
  writer: Writer,
): Promise<ThreadCandidate[]> {
  const found = await ticketsOf(uow.db, hints)
  const parts = await partsOf(uow.db, [...new Set(found.map(it => it.ticketId))], writer)
  const made = await addressesMadeHere(uow.db, hints)
  return found.map(({ hint, ticketId, number }) => ({
    rule: hint.rule,
    ticketId,
    token: hint.rule === 'reply_address' ? tokenState(uow, hint, { ticketId, number }, writer, made) : null,
    part: parts.get(ticketId) ?? null,
  }))
}

type AddressHint = Extract<ThreadHint, { rule: 'reply_address' }>

/** A person with several addresses may answer from any of them. */
function tokenState(
  uow: UnitOfWork,
  hint: AddressHint,
  { ticketId, number }: { ticketId: string; number: number },
  { address, person }: Writer,
  made: ReadonlySet<string>,
): 'own' | 'other' | 'invalid' {
  const claim = { ...hint, ticketId, ticketNumber: number, secrets: uow.vault.replyKeys }
  const isOwn = [address, ...(person ? [person.email] : [])].some(recipient =>
    verifyReplyToken({ ...claim, recipient }),
  )
  if (isOwn) return 'own'
  return made.has(hint.address) ? 'other' : 'invalid'
}

/** Which of the reply addresses the desk handed out, to whomever. */
async function addressesMadeHere(db: Db, hints: ThreadHint[]): Promise<Set<string>> {
  const claimed = hints.flatMap(hint => (hint.rule === 'reply_address' ? [hint.address] : []))
  if (claimed.length === 0) return new Set()
  const address = sql<string>`lower(${outboundRecipients.replyAddress})`
  const rows = await db
    .selectDistinct({ address })
    .from(outboundRecipients)
    .where(inArray(address, claimed.slice(0, 100)))
  return new Set(rows.map(row => row.address))
}

async function ticketsOf(db: Db, hints: ThreadHint[]): Promise<Found[]> {
  const byNumber = await numbered(db, hints)
  const byMessageId = await threaded(db, hints)
  return hints.flatMap(hint => {
    const spokenOf =
      'messageId' in hint
        ? (byMessageId.get(hint.messageId) ?? [])
        : byNumber.filter(it => it.number === hint.ticketNumber)
    return spokenOf.map(({ id, number }) => ({ hint, ticketId: id, number }))
  })
}

type Ticket = { id: string; number: number }
const maxNumber = 2_147_483_647

async function numbered(db: Db, hints: ThreadHint[]): Promise<Ticket[]> {
  const numbers = hints.flatMap(hint => ('ticketNumber' in hint ? [hint.ticketNumber] : []))
  const possible = [...new Set(numbers)].filter(it => it > 0 && it <= maxNumber)
  if (possible.length === 0) return []
  return db.select({ id: tickets.id, number: tickets.number }).from(tickets).where(inArray(tickets.number, possible))
}

/** Message-IDs of public messages, and of mails about a ticket. A note has none that ever left the desk. */
async function threaded(db: Db, hints: ThreadHint[]): Promise<Map<string, Ticket[]>> {
  const ids = [...new Set(hints.flatMap(hint => ('messageId' in hint ? [hint.messageId] : [])))]
  if (ids.length === 0) return new Map()
  const ofMessages = db
    .selectDistinct({ messageId: messages.rfcMessageId, id: tickets.id, number: tickets.number })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(inArray(messages.rfcMessageId, ids), eq(messages.kind, 'public')))
    .orderBy(asc(tickets.number))
    .limit(500)
  const ofMails = db
    .selectDistinct({ messageId: outboundMails.rfcMessageId, id: tickets.id, number: tickets.number })
    .from(outboundMails)
    .innerJoin(tickets, eq(tickets.id, outboundMails.ticketId))
    .where(and(inArray(outboundMails.rfcMessageId, ids), isNotNull(outboundMails.ticketId)))
    .orderBy(asc(tickets.number))
    .limit(500)
  const rows = [...(await ofMessages), ...(await ofMails)]
  const byMessageId = new Map<string, Map<string, Ticket>>()
  for (const { messageId, id, number } of rows.toSorted((one, other) => one.number - other.number)) {
    const its = byMessageId.get(messageId ?? '') ?? new Map<string, Ticket>()
    byMessageId.set(messageId ?? '', its.set(id, { id, number }))
  }
  return new Map([...byMessageId].map(([messageId, its]) => [messageId, [...its.values()]]))
}

/**
 * How the writer takes part in each of the tickets. Whom staff named as a reader of an answer may answer it, too. Staff who
 * wrote in a ticket did so as staff: by mail they are believed only with a token of their own (see agent-answer.ts).
 */
async function partsOf(db: Db, ticketIds: string[], writer: Writer): Promise<Map<string, Part>> {
  if (ticketIds.length === 0) return new Map()
  const id = writer.person?.id ?? null
  const addresses = [writer.address, ...(writer.person ? [writer.person.email] : [])]
  const one = { one: sql`1` }
  const hasWritten = exists(
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
  const isInCopy = exists(
    db
      .select(one)
      .from(ticketParticipants)
      .where(and(eq(ticketParticipants.ticketId, tickets.id), sql`${ticketParticipants.userId} = ${id}::uuid`)),
  )
  const wasRemoved = exists(
    db
      .select(one)
      .from(removedParticipants)
      .where(and(eq(removedParticipants.ticketId, tickets.id), sql`${removedParticipants.userId} = ${id}::uuid`)),
  )
  const wasWrittenTo = exists(
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
        ),
      ),
  )
  const part = sql<Part | null>`case when ${tickets.customerId} = ${id}::uuid then 'customer'
    when ${wasRemoved} then null when ${hasWritten} then 'writer' when ${isInCopy} or ${wasWrittenTo} then 'copied' end`
  const rows = await db.select({ id: tickets.id, part }).from(tickets).where(inArray(tickets.id, ticketIds))
  return new Map(rows.flatMap(row => (row.part ? [[row.id, row.part] as const] : [])))
}
