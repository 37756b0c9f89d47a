import { createHash } from 'node:crypto'
import PostalMime, { type Address } from 'postal-mime'
import { MailParseError } from './mail-parse-error.ts'
import { type MailAddress, PARSER_VERSION, type ParsedMail } from './parsed-mail.ts'

export { MailParseError }

const MAX_MAIL_BYTES = 150 * 1024 * 1024

export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  if (raw.length > MAX_MAIL_BYTES) throw new MailParseError('mail_too_large', `The mail has ${raw.length} bytes.`)
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true })
  return {
    messageId: mail.messageId ?? null,
    from: flatten(mail.from ? [mail.from] : [])[0] ?? null,
    fromIsAmbiguous: mail.headers.filter(it => it.key === 'from').length !== 1,
    replyTo: flatten(mail.replyTo ?? [])[0] ?? null,
    to: flatten(mail.to ?? []),
    cc: flatten(mail.cc ?? []),
    deliveredTo: mail.deliveredTo ? [mail.deliveredTo.toLowerCase()] : [],
    subject: mail.subject ?? '',
    date: mail.date ? new Date(mail.date) : null,
    inReplyTo: mail.inReplyTo ?? null,
    references: (mail.references ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .slice(-50),
    text: mail.text ?? '',
    html: mail.html ?? null,
    attachments: mail.attachments.map(it => {
      const content = typeof it.content === 'string' ? Buffer.from(it.content) : new Uint8Array(it.content)
      return {
        filename: it.filename ?? 'attachment',
        contentType: it.mimeType,
        size: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        contentId: it.contentId?.replace(/^<|>$/g, '') ?? null,
        isInline: it.disposition === 'inline' || it.related === true,
        content,
      }
    }),
    autoSubmitted: 'no',
    bounce: null,
    bounces: [],
    headers: mail.headers.map(it => [it.originalKey, it.value]),
    parserVersion: PARSER_VERSION,
  }
}

function flatten(addresses: Address[]): MailAddress[] {
  return addresses.flatMap(it => it.group ?? [{ name: it.name, address: it.address ?? '' }])
}
