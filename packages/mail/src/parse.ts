import { assembleMail } from './assemble.ts'
import { readBounces } from './bounce.ts'
import { classifyAutomatic } from './classify.ts'
import { readEnvelopeHeaders } from './mail-headers.ts'
import { MailParseError } from './mail-parse-error.ts'
import { splitMail } from './mime/split.ts'
import { PARSER_VERSION, type ParsedMail } from './parsed-mail.ts'

export { MailParseError }

/** Twice the size of a mail with 50 MB of attachments in base64. */
const MAX_MAIL_BYTES = 150 * 1024 * 1024

/**
 * Parses raw bytes. It reads everything that is readable; it throws MailParseError only for a mail, or mail headers, too
 * large for the memory. Time and memory are linear in the size of the mail.
 */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  return parseMailNow(raw)
}

/** The same, synchronous. */
export function parseMailNow(raw: Uint8Array): ParsedMail {
  if (raw.length > MAX_MAIL_BYTES) {
    throw new MailParseError('mail_too_large', `The mail has ${raw.length} bytes; at most ${MAX_MAIL_BYTES} are read.`)
  }
  const root = splitMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  const body = assembleMail(root, raw)
  const envelope = readEnvelopeHeaders(root)
  const bounces = readBounces(root, { from: envelope.from, subject: envelope.subject, text: body.text })
  const isBounceReport = bounces.some(it => it.action === 'failed' || it.action === 'delayed')
  return {
    ...envelope,
    ...body,
    bounces,
    bounce: bounces[0] ?? null,
    autoSubmitted: classifyAutomatic(envelope.headers, envelope.from, { isBounceReport }),
    parserVersion: PARSER_VERSION,
  }
}
