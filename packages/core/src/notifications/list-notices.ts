import type { listNoticesInput, NoticePage } from '@gotrs/contract/notifications'
import { messages } from '@gotrs/db/tables/messages'
import { notices } from '@gotrs/db/tables/notices'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const list = 'notices'
const maxUnread = 100

/** The actor's notices, newest first, of tickets that they may read now; and how many of all are unread. */
export async function listNotices(reader: Reader, input: z.output<typeof listNoticesInput>): Promise<NoticePage> {
  const { id } = requirePerson(reader, 'notice.read')
  const [rows, unread] = await Promise.all([
    ofReader(reader, id, before(input.cursor))
      .orderBy(desc(notices.eventId))
      .limit(input.limit + 1),
    ofReader(reader, id, isNull(notices.readAt)).limit(maxUnread),
  ])
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ readAt, createdAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      isRead: readAt !== null,
    })),
    nextCursor: last ? writeCursor(list, { value: last.createdAt.toISOString(), id: last.eventId }) : null,
    unreadCount: unread.length,
  }
}

/** A message that was moved is opened where it is now. */
const placeOf = sql`coalesce(${messages.ticketId}, ${notices.ticketId})`

const ofReader = ({ db, actor }: Reader, userId: string, which: SQL | undefined) =>
  db
    .select({
      eventId: notices.eventId,
      kind: notices.kind,
      ticketId: tickets.id,
      ticketNumber: tickets.number,
      title: tickets.title,
      messageId: notices.messageId,
      actorName: users.name,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
    })
    .from(notices)
    .leftJoin(messages, eq(messages.id, notices.messageId))
    .innerJoin(tickets, eq(tickets.id, placeOf))
    .leftJoin(users, eq(users.id, notices.actorId))
    .where(and(eq(notices.userId, userId), which, ticketScope(actor, 'ticket.readStaff')))
    .$dynamic()

const before = (cursor: string | undefined) =>
  cursor === undefined ? undefined : lt(notices.eventId, readCursor(list, cursor, timeValue).id)
