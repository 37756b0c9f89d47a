import { messages } from '@gotrs/db/tables/messages'
import { asc, eq, sql } from 'drizzle-orm'
import type { NewAttachment, NewMessage } from '../../conversation/new-message.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { olderMailOf } from '../../mailboxes/older-mail.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { storable } from '../ledger/storable.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { addressesOf } from './copies.ts'
import { placeOf } from './place.ts'
import type { IncomingMail } from './rule.ts'

export type MailMessage = typeof messages.$inferSelect

/** The message that a mail became; of a forwarded mail that is what was forwarded, not the note above it. */
export async function messageOfMail({ db }: Pick<Reader, 'db'>, inboundMailId: string): Promise<MailMessage | null> {
  const [found] = await db
    .select()
    .from(messages)
    .where(eq(messages.inboundMailId, inboundMailId))
    .orderBy(sql`${messages.kind} = 'note'`, asc(messages.createdAt), asc(messages.id))
    .limit(1)
  return found ?? null
}

/**
 * Did an agent forward it? The mail of its author never reached the desk, so the message has no Message-ID. The rule cannot
 * answer this, because it changes when somebody moves the message.
 */
export const wasForwarded = ({ isFromStaff, rfcMessageId }: MailMessage): boolean =>
  !isFromStaff && rfcMessageId === null

export type Body = Pick<
  NewMessage,
  'text' | 'html' | 'quotedText' | 'quotedHtml' | 'invitation' | 'encryption' | 'parserVersion'
>

/** The body of a message as it was read. */
export function bodyColumns({ mail, body }: ReadMail): Body {
  return {
    text: storable(body.text),
    html: orNull(body.html),
    quotedText: orNull(body.quotedText),
    quotedHtml: orNull(body.quotedHtml),
    invitation: mail.invitation,
    encryption: mail.encryption,
    parserVersion: mail.parserVersion,
  }
}

/** The message that a mail becomes, without why it is where it is. */
export function newMessageOf(row: LedgerRow, read: ReadMail, attachments: NewAttachment[]): IncomingMail['message'] {
  const { to, cc, replyTos } = read.mail
  const people = { to: addressesOf(to), cc: addressesOf(cc), replyTo: addressesOf(replyTos) }
  return { ...newMessageAbout(row), ...bodyColumns(read), ...people, attachments }
}

/** The same, of a mail that nobody could read: that, and the whole of it as a file. */
export function unreadMessageOf(row: LedgerRow, whole: NewAttachment, why: string | null): IncomingMail['message'] {
  const text = `The mail could not be read, and is attached as it came. ${why ?? ''}`.trim()
  const body = { text, html: null, quotedText: null, quotedHtml: null, parserVersion: null }
  return {
    ...newMessageAbout(row),
    ...body,
    to: [],
    cc: [],
    replyTo: [],
    invitation: null,
    encryption: null,
    attachments: [whole],
  }
}

type About = Pick<
  NewMessage,
  'kind' | 'channel' | 'bcc' | 'rfcMessageId' | 'inboundMailId' | 'senderVerdict' | 'placedAt' | 'older'
>

const newMessageAbout = ({ id, rfcMessageId, senderVerdict, ...dates }: LedgerRow): About => ({
  kind: 'public',
  channel: 'email',
  bcc: [],
  rfcMessageId,
  inboundMailId: id,
  // A mail that could not be read was never checked.
  senderVerdict: senderVerdict ?? 'unknown',
  placedAt: placeOf(dates),
  older: olderMailOf(dates),
})

/** The body of what somebody forwarded. */
export function forwardedColumns({ mail, forwarded }: ReadMail): Body | null {
  if (!forwarded) return null
  const { text, html } = forwarded
  return {
    ...{ text: storable(text), html: orNull(html), quotedText: null, quotedHtml: null },
    // The calendar file of what was forwarded goes with the mail that forwards it.
    ...{ invitation: mail.invitation, encryption: null },
    parserVersion: mail.parserVersion,
  }
}

const orNull = (text: string | null) => (text === null ? null : storable(text))
