import type { Message, MessagePage } from '@gotrs/contract/messages'
import { hasRemoteImages } from '@gotrs/contract/remote-images'
import { isStaff } from '@gotrs/contract/roles'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messageMentions, messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { maskTokens } from '@gotrs/mail/mask-tokens'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { isStaffActor } from '../kernel/actor.ts'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'
import { jsonOf } from '../kernel/json-of.ts'
import { preparedScope, ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { withInlineImages } from './inline-images.ts'
import { withWaits } from './waits.ts'

/** A page of messages of a ticket whose access was checked before, oldest first, in one statement. */
export async function pageOfMessages(
  reader: Reader,
  ticketId: string,
  limit: number,
  cursor?: string,
): Promise<MessagePage> {
  const rows = await selectMessages(reader)
    .where(and(eq(messages.ticketId, ticketId), visibleTo(reader), beforeCursor(ticketId, cursor)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit + 1)
  return showPage(reader, ticketId, rows, limit)
}

export type LatestMessages = WithTextTimes<SelectedMessage>[]
type WithTextTimes<R extends { message: object }> = Omit<R, 'message'> & {
  message: Omit<R['message'], 'createdAt'> & { createdAt: string }
}

/** The same for the latest messages: a part of a prepared statement, whose scope has the values of the reader. */
export function latestMessages(reader: Reader, ticketId: SQL, limit: number): SQL<LatestMessages> {
  const fields = messageFields(table => preparedScope(reader.actor, 'ticket.read', table))
  const isVisible = visibleTo(reader) ?? sql`true`
  return sql`(select coalesce(json_agg(latest.shown), '[]') from (select ${jsonOf(fields)} as shown
    from ${messages} join ${users} on ${users.id} = ${messages.authorId}
    where ${messages.ticketId} = ${ticketId} and ${isVisible}
    order by ${messages.createdAt} desc, ${messages.id} desc limit ${sql.raw(String(limit + 1))}) latest)`
}

export function showLatest(
  reader: Reader,
  ticketId: string,
  latest: LatestMessages,
  limit: number,
): Promise<MessagePage> {
  const rows = latest.map(({ message, ...row }) => ({
    ...row,
    message: { ...message, createdAt: new Date(message.createdAt) },
  }))
  return showPage(reader, ticketId, rows, limit)
}

/** The rows begin with the latest; one more than `limit` says that there are earlier ones. */
async function showPage(
  reader: Reader,
  ticketId: string,
  rows: SelectedMessage[],
  limit: number,
): Promise<MessagePage> {
  const shown = rows.slice(0, limit)
  const first = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: await withWaits(
      reader,
      shown.reverse().map(row => showMessage(reader, row)),
    ),
    earlierCursor: first ? cursorAt(ticketId, first.message) : null,
  }
}

/** Customers see no notes, and nothing that is held. */
export const visibleTo = (reader: Reader) => (isStaffActor(reader.actor) ? undefined : eq(messages.kind, 'public'))

const listOf = (ticketId: string) => `messages ${ticketId}`

const cursorAt = (ticketId: string, { createdAt, id }: { createdAt: Date; id: string }) =>
  writeCursor(listOf(ticketId), { value: createdAt.toISOString(), id })

function beforeCursor(ticketId: string, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { value, id } = readCursor(listOf(ticketId), cursor, timeValue)
  return sql`(${messages.createdAt}, ${messages.id}) < (${value}::timestamptz, ${id}::uuid)`
}

type File = Message['attachments'][number] & { contentId: string | null }
type Staff = NonNullable<Message['staff']>
type Sent = NonNullable<Staff['delivery']> & { mailId: string }
const source = alias(tickets, 'source')
const suggested = alias(tickets, 'suggested')

const messageFields = (readable: (table: typeof source | typeof suggested) => SQL) => ({
  message: messages,
  author: { name: users.name, email: users.email, role: users.role },
  files: sql<
    File[]
  >`coalesce((select json_agg(json_build_object('id', a.id, 'filename', a.filename, 'contentType', a.content_type,
        'size', a.size, 'isInline', a.is_inline, 'contentId', a.content_id) order by a.created_at, a.id)
        from ${attachments} a where a.message_id = ${messages.id}), '[]')`,
  sent: sql<Sent | null>`(select json_build_object('mailId', o.id, 'status', o.status, 'attempts', o.attempts,
        'sentAt', o.sent_at, 'nextAttemptAt', o.next_attempt_at, 'recipients',
        (select coalesce(json_agg(json_build_object('address', r.address, 'status', r.status, 'response', r.response) order by r.kind, r.address), '[]')
          from ${outboundRecipients} r where r.mail_id = o.id))
        from ${outboundMails} o where o.message_id = ${messages.id} order by o.created_at desc limit 1)`,
  mentions: sql<
    Staff['mentions']
  >`(select coalesce(json_agg(json_build_object('id', mentioned.id, 'name', mentioned.name) order by mentioned.name), '[]')
        from ${messageMentions} x join ${users} mentioned on mentioned.id = x.user_id where x.message_id = ${messages.id})`,
  automaticKind: sql<
    string | null
  >`(select nullif(m.automatic_kind, 'no') from ${inboundMails} m where m.id = ${messages.inboundMailId})`,
  verdictReason: sql<
    string | null
  >`(select m.verdict_reason from ${inboundMails} m where m.id = ${messages.inboundMailId})`,
  // The number of a ticket that the reader may not see is left out.
  movedFrom: sql<Staff['movedFrom']>`(select json_build_object('ticketId', source.id, 'number', source.number)
        from ${tickets} source where source.id = ${messages.movedFromTicketId} and ${readable(source)})`,
  suggestedTicketId: sql<
    string | null
  >`(select suggested.id from ${tickets} suggested where suggested.id = ${messages.suggestedTicketId}
        and ${readable(suggested)})`,
})

export const selectMessages = (reader: Reader) =>
  reader.db
    .select(messageFields(table => ticketScope(reader.actor, 'ticket.read', table)))
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))

type SelectedMessage = Awaited<ReturnType<typeof selectMessages>>[number]

export function showMessage(reader: Reader, row: SelectedMessage): Message {
  const { message, author, files } = row
  const isForStaff = isStaffActor(reader.actor)
  // Staff may read their own requests as customers do.
  const { actor } = reader
  const isOwn = actor.kind === 'user' && !isForStaff && !message.isFromStaff && message.authorId === actor.id
  const hidesAuthor = !isForStaff && !isOwn && (message.isFromStaff || isStaff(author.role))
  return {
    id: message.id,
    kind: message.kind,
    channel: message.channel,
    author: {
      id: hidesAuthor ? null : message.authorId,
      name: author.name,
      email: hidesAuthor ? '' : author.email,
      role: isOwn ? 'customer' : author.role,
    },
    text: message.text,
    html: withInlineImages(message.html, files),
    quotedText: message.quotedText,
    quotedHtml: withInlineImages(message.quotedHtml, files),
    attachments: files.map(({ contentId: _contentId, ...file }) => file),
    createdAt: message.createdAt.toISOString(),
    senderVerdict: message.senderVerdict,
    invitation: message.invitation,
    encryption: message.encryption,
    staff: isForStaff ? staffPart(row) : null,
  }
}

function staffPart(row: SelectedMessage): Staff {
  const { message, sent, mentions, movedFrom, suggestedTicketId, automaticKind, verdictReason } = row
  return {
    to: message.to.map(maskTokens),
    cc: message.cc.map(maskTokens),
    bcc: message.bcc,
    replyTo: message.replyTo.map(maskTokens),
    delivery: sent && {
      status: sent.status,
      attempts: sent.attempts,
      sentAt: isoTimeOf(sent.sentAt),
      nextAttemptAt: isoTimeOf(sent.nextAttemptAt),
      recipients: sent.recipients,
    },
    threading: message.threadingRule
      ? { rule: message.threadingRule, reason: message.threadingReason ?? '', suggestedTicketId }
      : null,
    automaticKind,
    inboundMailId: message.inboundMailId,
    outboundMailId: sent?.mailId ?? null,
    verdictReason,
    movedFrom,
    mentions,
    hasRemoteImages: [message.html, message.quotedHtml].some(hasRemoteImages),
  }
}

/** JSON of Postgres writes the time zone differently. */
const isoTimeOf = (time: string | null) => time && new Date(time).toISOString()
