import { byItsText, type Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import type { ThreadHint } from '@gotrs/mail/thread'
import { and, arrayContains, arrayOverlaps, asc, eq, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { type PgColumn, unionAll } from 'drizzle-orm/pg-core'
import { hasWritten, isInCopy } from './parts.ts'

/** The references of a mail to others, and its writer. */
export type Naming = {
  hints: ThreadHint[]
  /** Its own Message-ID; null if other mails have the same one, because it then identifies no mail, or if none answers it. */
  ownId: string | null
  threadIds: string[]
  personId: string | null
}

type Ticket = { id: string; number: number }
type Source = 'answered' | 'named_by' | 'shared_reference'

export type NamedTickets = {
  /** By Message-ID, the oldest first. */
  answered: Map<string, Ticket[]>
  /** Those of mails that came first and answer this one. */
  namedBy: Ticket[]
  /** Those of mails that answer what this one answers too. The writer takes part in them; none where a hint is known. */
  shared: Ticket[]
  /** When the latest of its messages that the mail names was written, by ticket. */
  answeredAt: Map<string, Date>
}

/** The tickets that a mail names by Message-IDs, and those whose mails name it or name the same: one statement. */
export async function namedTickets(db: Db, naming: Naming): Promise<NamedTickets> {
  const ids = [...new Set(naming.hints.flatMap(hint => ('messageId' in hint ? [hint.messageId] : [])))]
  const rows = await namedRows(db, ids, naming)
  const of = (source: Source) => rows.filter(row => row.source === source)
  const answered = Map.groupBy(of('answered'), row => row.messageId ?? '')
  const answeredAt = new Map<string, Date>()
  for (const { id, at } of of('answered')) {
    if (at && at > (answeredAt.get(id) ?? at)) answeredAt.set(id, at)
    else if (at && !answeredAt.has(id)) answeredAt.set(id, at)
  }
  return {
    answered: new Map([...answered].map(([messageId, its]) => [messageId, onceEach(its)])),
    namedBy: onceEach(of('named_by')),
    shared: answered.size > 0 ? [] : onceEach(of('shared_reference')),
    answeredAt,
  }
}

const onceEach = (rows: Ticket[]): Ticket[] =>
  [...new Map(rows.map(({ id, number }) => [id, { id, number }])).values()].sort(
    (one, other) => one.number - other.number,
  )

const most = 500

/** One text for any number of ids. */
const isOneOf = (column: PgColumn, ids: string[]) => sql`${column} = any(${sql.param(ids)}::text[])`

function namedRows(db: Db, ids: string[], { ownId, threadIds, personId }: Naming) {
  const sourceIs = (source: Source) => sql<Source>`${source}::text`.as('source')
  const never = sql<Date | null>`null::timestamptz`.mapWith(messages.createdAt).as('at')
  const takesPart = or(eq(tickets.customerId, sql`${personId}::uuid`), hasWritten(db, personId), isInCopy(db, personId))
  // Who takes part in a ticket may answer what is held there: it may have reached them by another way.
  const isHeldBesideThem = and(eq(messages.kind, 'held'), takesPart)
  // Message-IDs of public messages, and of mails about a ticket. A note has none that ever left the desk.
  const ofMessages = db
    .select({
      messageId: messages.rfcMessageId,
      id: tickets.id,
      number: tickets.number,
      at: sql<Date | null>`${messages.createdAt}`.mapWith(messages.createdAt).as('at'),
      source: sourceIs('answered'),
    })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(isOneOf(messages.rfcMessageId, ids), or(eq(messages.kind, 'public'), isHeldBesideThem)))
    .orderBy(asc(tickets.number))
    .limit(most)
  const ofMails = db
    .select({
      messageId: outboundMails.rfcMessageId,
      id: tickets.id,
      number: tickets.number,
      at: never,
      source: sourceIs('answered'),
    })
    .from(outboundMails)
    .innerJoin(tickets, eq(tickets.id, outboundMails.ticketId))
    .where(and(isOneOf(outboundMails.rfcMessageId, ids), isNotNull(outboundMails.ticketId)))
    .orderBy(asc(tickets.number))
    .limit(most)
  const ofMailsIn = (source: Source, where: SQL | undefined) =>
    db
      .select({
        messageId: messages.rfcMessageId,
        id: tickets.id,
        number: tickets.number,
        at: never,
        source: sourceIs(source),
      })
      .from(inboundMails)
      .innerJoin(messages, eq(messages.inboundMailId, inboundMails.id))
      .innerJoin(tickets, eq(tickets.id, messages.ticketId))
      .where(and(where, eq(messages.kind, 'public')))
      .orderBy(asc(tickets.number))
      .limit(most)
  const namingIt = ofMailsIn('named_by', ownId === null ? sql`false` : arrayContains(inboundMails.threadIds, [ownId]))
  if (threadIds.length === 0 && ids.length === 0 && ownId === null) return []
  if (threadIds.length === 0 && ids.length === 0) return namingIt.prepare(byItsText).execute()
  if (threadIds.length === 0) return unionAll(ofMessages, ofMails, namingIt).prepare(byItsText).execute()
  const besideIt = ofMailsIn('shared_reference', and(arrayOverlaps(inboundMails.threadIds, threadIds), takesPart))
  return unionAll(ofMessages, ofMails, namingIt, besideIt).prepare(byItsText).execute()
}
