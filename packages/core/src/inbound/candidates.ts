import type { Db } from '@gotrs/db/client'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { verifyReplyToken } from '@gotrs/mail/reply-address'
import type { ThreadCandidate, ThreadHint } from '@gotrs/mail/thread'
import { and, asc, eq, exists, inArray, isNotNull, or, sql } from 'drizzle-orm'

export type Writer = {
  /** Null where the desk does not know the person yet. */
  userId: string | null
  isStaff: boolean
}

type Found = { hint: ThreadHint; ticketId: string; number: number }

/**
 * The tickets that a mail's hints speak of, in the order of the hints, of one hint the oldest first. There may be several:
 * a stranger who writes under a known Message-ID must not take the place of those who take part. Staff take part in nothing by mail, and a token
 * that was given to a customer says nothing of them: a forged agent is a stranger.
 */
export async function threadCandidates(
  db: Db,
  hints: ThreadHint[],
  writer: Writer,
  secret: Uint8Array,
): Promise<ThreadCandidate[]> {
  const found = await ticketsOf(db, hints)
  const own = await ticketsWith(db, [...new Set(found.map(it => it.ticketId))], writer)
  return found.map(({ hint, ticketId, number }) => ({
    rule: hint.rule,
    ticketId,
    isSigned:
      !writer.isStaff && 'mac' in hint && verifyReplyToken({ ticketId, ticketNumber: number, mac: hint.mac, secret }),
    senderIsParticipant: own.has(ticketId),
  }))
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

/** Those of the tickets in which the writer is the customer, in copy, or has written before. */
async function ticketsWith(db: Db, ticketIds: string[], writer: Writer): Promise<Set<string>> {
  const { userId } = writer
  if (userId === null || writer.isStaff || ticketIds.length === 0) return new Set()
  const isInCopy = exists(
    db
      .select({ one: sql`1` })
      .from(ticketParticipants)
      .where(and(eq(ticketParticipants.ticketId, tickets.id), eq(ticketParticipants.userId, userId))),
  )
  const hasWritten = exists(
    db
      .select({ one: sql`1` })
      .from(messages)
      .where(and(eq(messages.ticketId, tickets.id), eq(messages.authorId, userId), eq(messages.kind, 'public'))),
  )
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.id, ticketIds), or(eq(tickets.customerId, userId), isInCopy, hasWritten)))
  return new Set(rows.map(row => row.id))
}
