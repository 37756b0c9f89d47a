import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { isMailAddress } from '@gotrs/contract/email-address'
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWords } from 'nodemailer/lib/mime-funcs'
import type { MailAddress } from './parsed-mail.ts'

export type OutgoingAttachment = { filename: string; contentType: string; content: Uint8Array; contentId?: string }

export type OutgoingMail = {
  messageId: string
  from: MailAddress
  replyTo: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  bcc?: MailAddress[]
  subject: string
  text: string
  html?: string
  inReplyTo: string | null
  references: string[]
  /** An automatic reply has the empty envelope sender, so that no program answers it. */
  autoSubmitted?: 'auto-replied' | 'auto-generated'
  attachments: OutgoingAttachment[]
  date: Date
  listId?: string
  extraHeaders?: Record<string, string>
}

export type ComposedMail = { raw: Buffer; envelope: { from: string; to: string[] } }

export type MailComposeErrorCode = 'address_invalid' | 'no_recipient' | 'message_id_invalid' | 'header_name_invalid'

export class MailComposeError extends Error {
  readonly code: MailComposeErrorCode

  constructor(code: MailComposeErrorCode, message: string) {
    super(message)
    this.name = 'MailComposeError'
    this.code = code
  }
}

const MAX_REFERENCES = 20
const MAX_RECIPIENTS = 100
/** Characters that would end a header line, or that parsers read differently. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for.
const CONTROLS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g
const MESSAGE_ID = /^<[!-;=?-~]{1,480}@[!-;=?-~]{1,480}>$/
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,75}$/
/** Set from their own fields only. */
const OWN_HEADERS = new Set(
  'from sender to cc bcc reply-to subject date message-id in-reply-to references mime-version return-path'.split(' '),
)

/** The bytes and the envelope of an outgoing mail. Equal input gives equal bytes, so a retry sends the same mail. */
export async function composeMail(mail: OutgoingMail): Promise<ComposedMail> {
  const messageId = checkedMessageId(mail.messageId)
  const recipients = [...mail.to, ...mail.cc, ...(mail.bcc ?? [])].map(checkedAddress)
  const from = checkedAddress(mail.from)
  const to = [...new Set(recipients.map(it => forEnvelope(it.address)))]
  if (to.length === 0) throw new MailComposeError('no_recipient', 'A mail needs at least one recipient.')
  if (to.length > MAX_RECIPIENTS) {
    throw new MailComposeError('no_recipient', `A mail may have at most ${MAX_RECIPIENTS} recipients.`)
  }
  const composer = new MailComposer({
    ...addressFields(mail),
    ...threadFields(mail),
    ...({ baseBoundary: boundaryFor(messageId) } as object),
    messageId,
    subject: oneLine(mail.subject),
    date: mail.date,
    text: mail.text,
    html: mail.html,
    headers: extraHeaders(mail),
    attachments: mail.attachments.map(attachmentFor),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const raw = await composer.compile().build()
  return { raw, envelope: { from: mail.autoSubmitted === 'auto-replied' ? '' : forEnvelope(from.address), to } }
}

/** Adds a Reply-To for this recipient to a composed mail; all other bytes stay the same. */
export function withReplyTo(raw: Buffer, replyTo: MailAddress): Buffer {
  const { name, address } = checkedAddress(replyTo)
  const isPlain = /^[\x20-\x7e]*$/.test(name)
  const phrase = isPlain ? `"${name.replaceAll(/[\\"]/g, '\\$&')}"` : encodeWords(name, 'Q', 52, true)
  const field = name === '' ? `Reply-To: ${address}` : `Reply-To: ${phrase}\r\n <${address}>`
  return Buffer.concat([Buffer.from(`${field}\r\n`, 'utf8'), raw])
}

/** Keeps the root and the nearest ancestors: what mail programs need to draw the thread. RFC 5322 3.6.4. */
export function trimReferences(references: string[], max = MAX_REFERENCES): string[] {
  const unique = [...new Set(references)]
  return unique.length <= max ? unique : [...unique.slice(0, 1), ...unique.slice(1 - max)]
}

function oneLine(value: string): string {
  return value.replace(CONTROLS, ' ').trim()
}

function addressFields(mail: OutgoingMail) {
  return {
    from: checkedAddress(mail.from),
    replyTo: mail.replyTo ? checkedAddress(mail.replyTo) : undefined,
    to: mail.to.map(checkedAddress),
    cc: mail.cc.map(checkedAddress),
  }
}

function threadFields(mail: OutgoingMail) {
  const references = trimReferences(mail.references.map(oneLine).filter(it => MESSAGE_ID.test(it)))
  const parent = mail.inReplyTo ? oneLine(mail.inReplyTo) : ''
  return {
    inReplyTo: MESSAGE_ID.test(parent) ? parent : undefined,
    references: references.length > 0 ? references : undefined,
  }
}

function extraHeaders(mail: OutgoingMail): { key: string; value: string }[] {
  const headers = Object.entries(mail.extraHeaders ?? {}).map(([key, value]) => {
    if (!HEADER_NAME.test(key) || OWN_HEADERS.has(key.toLowerCase()) || key.toLowerCase().startsWith('content-')) {
      throw new MailComposeError('header_name_invalid', `Header ${JSON.stringify(key)} can't be set this way.`)
    }
    return { key, value: oneLine(value) }
  })
  if (mail.autoSubmitted) headers.push({ key: 'Auto-Submitted', value: mail.autoSubmitted })
  // Without this header Exchange answers automatic mail: MS-OXCMAIL 2.2.3.2.14.
  if (mail.autoSubmitted) headers.push({ key: 'X-Auto-Response-Suppress', value: 'All' })
  if (mail.listId) headers.push({ key: 'List-Id', value: `<${oneLine(mail.listId).replace(/[<>]/g, '')}>` })
  return headers.filter(it => it.value !== '')
}

function attachmentFor(attachment: OutgoingAttachment) {
  return {
    filename: oneLine(attachment.filename) || 'attachment',
    contentType: oneLine(attachment.contentType) || 'application/octet-stream',
    content: Buffer.from(attachment.content),
    contentDisposition: attachment.contentId ? ('inline' as const) : ('attachment' as const),
    ...(attachment.contentId ? { cid: oneLine(attachment.contentId).replace(/[<>]/g, '') } : {}),
  }
}

/** Rejects anything that a parser could read as two addresses, or as another one, instead of repairing it. */
function checkedAddress({ name, address }: MailAddress): { name: string; address: string } {
  if (!isMailAddress(address)) {
    throw new MailComposeError('address_invalid', `Not an address mail can be sent to: ${JSON.stringify(address)}.`)
  }
  return { name: oneLine(name), address }
}

/** SMTP without SMTPUTF8 allows only ASCII domains. https://www.rfc-editor.org/rfc/rfc5890#section-2.3.2.1 */
export function forEnvelope(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`
}

function checkedMessageId(messageId: string): string {
  if (MESSAGE_ID.test(messageId)) return messageId
  throw new MailComposeError(
    'message_id_invalid',
    `Not a Message-ID: ${JSON.stringify(messageId)}. Expected <id@host>.`,
  )
}

function boundaryFor(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex').slice(0, 24)
}
