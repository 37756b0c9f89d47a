import { DeskError } from '@gotrs/contract/errors'
import type { TicketRef } from '@gotrs/contract/ids'
import { type Ticket, ticketStaff } from '@gotrs/contract/tickets'
import type { Db } from '@gotrs/db/client'
import { organisations, queues, users } from '@gotrs/db/tables/people'
import { tags, ticketReads, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { isStaffActor } from '../kernel/actor.ts'
import { prepared, preparedKinds } from '../kernel/prepared.ts'
import { isGranted } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const customers = alias(users, 'customers')
const assignees = alias(users, 'assignees')
const lastAuthors = alias(users, 'last_authors')

/**
 * Tickets with everything a row of the list or the head of a ticket shows, and what is around it. `readerId` is the one who
 * asks.
 */
const selectTickets = (db: Db, around: SQL<unknown>) =>
  db
    .select({
      around,
      ticket: tickets,
      customer: { id: customers.id, name: customers.name, email: customers.email },
      assignee: { id: assignees.id, name: assignees.name },
      queue: { id: queues.id, name: queues.name },
      organisation: { id: organisations.id, name: organisations.name },
      lastAuthor: { name: lastAuthors.name, role: lastAuthors.role },
      tags: sql<
        string[]
      >`array(select ${tags.name}::text from ${ticketTags} join ${tags} on ${tags.id} = ${ticketTags.tagId}
        where ${ticketTags.ticketId} = ${tickets.id} order by 1)`,
      readAt: ticketReads.readAt,
    })
    .from(tickets)
    .innerJoin(customers, eq(customers.id, tickets.customerId))
    .innerJoin(queues, eq(queues.id, tickets.queueId))
    .leftJoin(assignees, eq(assignees.id, tickets.assigneeId))
    .leftJoin(organisations, eq(organisations.id, tickets.organisationId))
    .leftJoin(lastAuthors, eq(lastAuthors.id, tickets.lastMessageAuthorId))
    .leftJoin(
      ticketReads,
      and(eq(ticketReads.ticketId, tickets.id), eq(ticketReads.userId, sql`${sql.placeholder('readerId')}::uuid`)),
    )

export type SelectedTicket = Awaited<ReturnType<typeof selectTickets>>[number]

const readerOf = ({ actor }: Reader) => ({ readerId: actor.kind === 'user' ? actor.id : null })

const rowsOfIds = prepared('tickets_of_ids', db =>
  selectTickets(db, sql`null`).where(sql`${tickets.id} = any(${sql.placeholder('ids')}::uuid[])`),
)

/** What is read together with a ticket: `build` makes it once for each `kind`, and the statement gets the values. */
export type Around = { kind: string; build(): SQL<unknown>; values: Record<string, unknown> }

const oneTicket = preparedKinds((db, { ticketId, around }: { ticketId: TicketRef; around: Around }) => {
  const key = typeof ticketId === 'number' ? tickets.number : tickets.id
  return selectTickets(db, around.build()).where(eq(key, sql.placeholder('ticketId')))
})

/** @throws DeskError `not_found`, also for a ticket that the reader may not read */
export async function readRow(reader: Reader, ticketId: TicketRef, around: Around): Promise<SelectedTicket> {
  const values = { ...around.values, ...readerOf(reader), ticketId }
  const [row] = await oneTicket(reader.db, `${typeof ticketId} ${around.kind}`, { ticketId, around }, values)
  if (!row || !isGranted(reader, 'ticket.read', row.ticket)) throw new DeskError('not_found', { noun: 'ticket' })
  return row
}

/** The tickets of these ids, which the reader may read, in their order. */
export async function readRows(reader: Reader, ids: readonly string[]): Promise<SelectedTicket[]> {
  if (ids.length === 0) return []
  const rows = await rowsOfIds(reader.db, { ...readerOf(reader), ids })
  const byId = new Map(rows.map(row => [row.ticket.id, row]))
  return ids.flatMap(id => byId.get(id) ?? [])
}

/** The contract's ticket: what only staff may see is under `staff`, null for customers. */
export function showTicket(reader: Reader, row: SelectedTicket): Ticket {
  const { ticket } = row
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    status: ticket.status,
    priority: ticket.priority,
    customer: row.customer,
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
    lastMessage: lastMessageOf(row),
    staff: isStaffActor(reader.actor) ? staffPart(row) : null,
  }
}

function lastMessageOf({ ticket, lastAuthor }: SelectedTicket): Ticket['lastMessage'] {
  if (!ticket.lastMessageAt || !lastAuthor) return null
  return {
    preview: ticket.lastMessagePreview ?? '',
    authorName: lastAuthor.name,
    authorRole: lastAuthor.role,
    at: ticket.lastMessageAt.toISOString(),
  }
}

function staffPart({ ticket, assignee, queue, organisation, tags: names, readAt }: SelectedTicket): Ticket['staff'] {
  const news = [ticket.lastCustomerMessageAt, ticket.lastHeldAt].filter(it => it !== null)
  return {
    ...staffColumns(ticket),
    assignee: assignee?.id ? { id: assignee.id, name: assignee.name } : null,
    queue,
    tags: names,
    organisation: organisation?.id ? { id: organisation.id, name: organisation.name } : null,
    isUnread: news.some(at => readAt === null || readAt < at),
  }
}

type Row = SelectedTicket['ticket']
type Shown<T> = Date extends T ? Exclude<T, Date> | string : T
type StaffColumns = { [K in keyof Row & keyof typeof ticketStaff.shape]: Shown<Row[K]> }

/** The columns that the contract names under `staff`, as they are; a time as text. */
function staffColumns(ticket: Row): StaffColumns {
  const named = Object.entries(ticket).filter(([column]) => column in ticketStaff.shape)
  const shown = named.map(([column, value]) => [column, value instanceof Date ? value.toISOString() : value])
  return Object.fromEntries(shown) as StaffColumns
}
