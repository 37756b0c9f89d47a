import type { BulkLoad } from '@gotrs/db/bulk-load/bulk-load'
import { type CopyTarget, copyTarget } from '@gotrs/db/bulk-load/copy-text'
import { events } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { organisationDomains, organisations, queueMembers, queues, users } from '@gotrs/db/tables/people'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { settings } from '@gotrs/db/tables/settings'
import { tags, ticketParticipants, ticketReads, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { views } from '@gotrs/db/tables/views'
import { SortedText } from './sorted-text.ts'

/** Every table that the seed fills, those that others refer to first, with the columns that it writes. The others get their defaults. */
export const targets = {
  settings: copyTarget(settings, ['key', 'value']),
  organisations: copyTarget(organisations, ['id', 'name', 'isShared', 'createdAt']),
  organisationDomains: copyTarget(organisationDomains, ['domain', 'organisationId']),
  users: copyTarget(users, [
    'id',
    'name',
    'email',
    'role',
    'passwordHash',
    'organisationId',
    'emailVerifiedAt',
    'createdAt',
  ]),
  queues: copyTarget(queues, ['id', 'name', 'createdAt']),
  queueMembers: copyTarget(queueMembers, ['queueId', 'userId']),
  mailboxes: copyTarget(mailboxes, ['id', 'name', 'address', 'displayName', 'queueId', 'takesMailFrom', 'createdAt']),
  tags: copyTarget(tags, ['id', 'name']),
  views: copyTarget(views, ['id', 'ownerId', 'name', 'q', 'sort', 'isShared', 'createdAt']),
  tickets: copyTarget(tickets, [
    ...(['id', 'number', 'title', 'status', 'priority', 'channel', 'queueId', 'assigneeId', 'customerId'] as const),
    ...(['organisationId', 'version', 'createdAt', 'updatedAt', 'waitingSince', 'lastCustomerMessageAt'] as const),
    ...([
      'lastMessageAt',
      'lastMessagePreview',
      'lastMessageAuthorId',
      'snoozedUntil',
      'resolvedAt',
      'closedAt',
    ] as const),
  ]),
  ticketTags: copyTarget(ticketTags, ['ticketId', 'tagId']),
  ticketParticipants: copyTarget(ticketParticipants, ['ticketId', 'userId']),
  ticketReads: copyTarget(ticketReads, ['userId', 'ticketId', 'readAt']),
  inboundMails: copyTarget(inboundMails, [
    ...(['id', 'mailboxId', 'source', 'rfcMessageId', 'threadIds', 'writtenAt', 'sha256', 'size', 'blobKey'] as const),
    ...(['fromAddress', 'fromName', 'subject', 'envelopeFrom', 'envelopeTo', 'clientAddress', 'clientName'] as const),
    ...([
      'senderVerdict',
      'verdictReason',
      'authentication',
      'state',
      'outcome',
      'automaticKind',
      'reason',
      'rule',
    ] as const),
    ...(['ticketId', 'parserVersion', 'attempts', 'receivedAt', 'processedAt'] as const),
  ]),
  messages: copyTarget(messages, [
    ...(['id', 'ticketId', 'kind', 'channel', 'authorId', 'isFromStaff', 'senderVerdict', 'text', 'html'] as const),
    ...(['quotedText', 'quotedHtml', 'parserVersion', 'to', 'cc', 'rfcMessageId', 'inboundMailId'] as const),
    ...(['threadingRule', 'threadingReason', 'createdAt'] as const),
  ]),
  attachments: copyTarget(attachments, [
    ...([
      'id',
      'messageId',
      'uploaderId',
      'filename',
      'contentType',
      'size',
      'sha256',
      'blobKey',
      'createdAt',
    ] as const),
  ]),
  searchRows: copyTarget(searchRows, ['n', 'ticketId', 'messageId', 'part', 'isPublic', 'vector', 'at']),
  outboundMails: copyTarget(outboundMails, [
    ...(['id', 'purpose', 'ticketId', 'messageId', 'mailboxId', 'rfcMessageId', 'dedupeKey', 'fromAddress'] as const),
    ...(['subject', 'text', 'blobKey', 'envelopeFrom', 'replyName', 'status', 'attempts', 'leasedBy'] as const),
    ...(['firstTriedAt', 'createdAt', 'sentAt'] as const),
  ]),
  outboundRecipients: copyTarget(outboundRecipients, [
    ...(['mailId', 'address', 'normalAddress', 'replyAddress', 'kind', 'status', 'response', 'updatedAt'] as const),
  ]),
  events: copyTarget(events, [
    ...(['id', 'type', 'audience', 'ticketId', 'ticketVersion', 'actorKind', 'actorId', 'actorName'] as const),
    ...(['cause', 'payload', 'createdAt'] as const),
  ]),
}

type Targets = typeof targets
export type TableName = keyof Targets
export type RowOf<T extends TableName> = Targets[T] extends CopyTarget<infer Row> ? Row : never

export const tableNames = Object.values(targets).map(it => it.table)

/** What was written and is not in the database yet. */
export type Rows = {
  /** `at`: when the desk would have written it. Rows go to the database in that order, as they lie there in a desk. */
  add<T extends TableName>(table: T, row: RowOf<T>, at: number): void
  write(load: BulkLoad): Promise<void>
  /** How many rows of a table there have been so far. */
  count(table: TableName): number
}

export function createRows(): Rows {
  const pending = new Map<TableName, SortedText>()
  const counts = new Map<TableName, number>()
  return {
    add(table, row, at) {
      const target = targets[table] as CopyTarget<typeof row>
      const text = pending.get(table) ?? new SortedText()
      text.add(target.line(row), at)
      pending.set(table, text)
      counts.set(table, (counts.get(table) ?? 0) + 1)
    },
    async write(load) {
      for (const [name, { table, columns }] of Object.entries(targets)) {
        const text = pending.get(name as TableName)
        if (text) await load.copy(table, columns, text.take())
      }
    },
    count: table => counts.get(table) ?? 0,
  }
}
