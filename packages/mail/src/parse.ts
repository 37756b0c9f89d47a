import { assembleMail } from './assemble.ts'
import { readBounces } from './bounce.ts'
import { classifyAutomatic } from './classify.ts'
import { readEnvelopeHeaders } from './mail-headers.ts'
import { MailParseError } from './mail-parse-error.ts'
import { splitMail } from './mime/split.ts'
import { PARSER_VERSION, type ParsedMail } from './parsed-mail.ts'

export { MailParseError }

/** What a mail of 50 MB of attachments weighs in base64, twice over. */
const MAX_MAIL_BYTES = 150 * 1024 * 1024

/**
 * Raw bytes to a mail. Whatever can be read is read; it throws MailParseError only for a mail, or mail headers, too
 * large to be worth the memory. Time and memory grow with the size of the mail alone.
 */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  return parseMailNow(raw)
}

/** The same, for callers that have no promise to wait for. */
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
