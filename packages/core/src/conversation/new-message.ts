import type { Channel, Invitation, MessageKind, SenderVerdict } from '@gotrs/contract/messages'
import type { Db } from '@gotrs/db/client'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { getTableColumns } from 'drizzle-orm'
import { placeholdersFor, prepared } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { OlderMail } from '../mailboxes/older-mail.ts'

/** A file whose bytes are in the blob store already. */
export type NewAttachment = {
  filename: string
  contentType: string
  size: number
  sha256: string
  blobKey: string
  contentId: string | null
  isInline: boolean
}

/**
 * A message before it is written. Its HTML is already sanitised; quotes are folded into `quotedText` and `quotedHtml`.
 */
export type NewMessage = {
  kind: MessageKind
  channel: Channel
  text: string
  html: string | null
  quotedText: string | null
  quotedHtml: string | null
  parserVersion: number | null
  to: string[]
  cc: string[]
  bcc: string[]
  replyTo: string[]
  invitation: Invitation | null
  encryption: 'smime' | 'pgp' | null
  rfcMessageId: string | null
  inboundMailId: string | null
  threading: { rule: string; reason: string; suggestedTicketId: string | null } | null
  senderVerdict: SenderVerdict | null
  /** Its place in the conversation; null: at the end. */
  placedAt: Date | null
  /** Set where it is older than the desk's time with its mailbox. */
  older?: OlderMail | null
  attachments: NewAttachment[]
}

/** A message that was typed here, without a mail. */
export const typedMessage = (
  typed: Pick<NewMessage, 'kind' | 'channel' | 'text' | 'html'> & Partial<NewMessage>,
): NewMessage => ({
  quotedText: null,
  quotedHtml: null,
  parserVersion: null,
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  invitation: null,
  encryption: null,
  rfcMessageId: null,
  inboundMailId: null,
  threading: null,
  senderVerdict: null,
  placedAt: null,
  attachments: [],
  ...typed,
})

type Placement = { ticketId: string; authorId: string; isFromStaff: boolean }

/** Never in the future. Held mails are shown in the order of their arrival. */
export function placeIn(
  { now }: UnitOfWork,
  { placedAt, kind, older }: Pick<NewMessage, 'placedAt' | 'kind' | 'older'>,
): Date {
  if (older) return placedAt ?? older.at
  return placedAt === null || placedAt > now || kind === 'held' ? now : placedAt
}

const { movedFromTicketId: _, ...columns } = getTableColumns(messages)
const addMessage = prepared('add_message', db => db.insert(messages).values(placeholdersFor(columns)))

/** Inserts a row of a message as a part of another prepared statement, whose values it gets from `valuesOfAdded`. */
export const addedMessage = (db: Db) =>
  db
    .$with('added_message')
    .as(db.insert(messages).values(placeholdersFor(columns, 'message ')).returning({ id: messages.id }))

export const valuesOfAdded = (row: MessageRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [`message ${name}`, value]))

export type MessageRow = ReturnType<typeof rowOf>

export function rowOf(uow: UnitOfWork, place: Placement, message: NewMessage) {
  const { attachments: files, threading, placedAt, older, ...body } = message
  return {
    ...body,
    ...place,
    id: uow.newId(),
    threadingRule: threading?.rule ?? null,
    threadingReason: threading?.reason ?? null,
    suggestedTicketId: threading?.suggestedTicketId ?? null,
    createdAt: placeIn(uow, message),
  }
}

/** Writes the row and its files. The verb writes the columns of the ticket and the events. */
export async function insertMessage(uow: UnitOfWork, place: Placement, message: NewMessage): Promise<string> {
  const row = rowOf(uow, place, message)
  uow.sendAhead(addMessage(uow.db, row))
  await insertFiles(uow, row.id, message)
  return row.id
}

export async function insertFiles(uow: UnitOfWork, messageId: string, message: NewMessage): Promise<void> {
  if (message.attachments.length === 0) return
  const rows = message.attachments.map(file => ({ ...file, id: uow.newId(), messageId, createdAt: uow.now }))
  await uow.db.insert(attachments).values(rows)
}

/** The start of a message, on one line, for lists. */
export const previewOf = (text: string): string => text.slice(0, 1_000).replace(/\s+/g, ' ').trim().slice(0, 160)
