import { sanitiseHtml } from './body/sanitise.ts'
import { foldMail } from './fold-mail.ts'
import type { AutomaticKind, MailAddress, ParsedMail } from './parsed-mail.ts'

export type ParseLine = {
  id: string
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  replyTo: MailAddress | null
  subject: string
  date: string | null
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  text: string
  html: string | null
  visibleText: string
  attachments: { filename: string; contentType: string; size: number; sha256: string; contentId: string | null }[]
  autoSubmitted: boolean
  automaticKind: AutomaticKind
  bounce: { action: string; status: string; recipient: string } | null
  fromIsAmbiguous: boolean
}

export type ParseErrorLine = { id: string; error: string }

/** One line of `gotrs mail parse`. */
export function toParseLine(id: string, mail: ParsedMail): ParseLine {
  const { from, to, cc, replyTo, subject, messageId, inReplyTo, references, text, fromIsAmbiguous, bounce } = mail
  const html = mail.html === null ? null : sanitiseHtml(mail.html)
  return {
    id,
    from,
    to,
    cc,
    replyTo,
    subject,
    date: mail.date?.toISOString() ?? null,
    messageId,
    inReplyTo,
    references,
    text,
    html,
    visibleText: foldMail(mail, html).visibleText,
    attachments: mail.attachments.map(it => ({
      filename: it.filename,
      contentType: it.contentType,
      size: it.size,
      sha256: it.sha256,
      contentId: it.contentId,
    })),
    autoSubmitted: mail.autoSubmitted !== 'no',
    automaticKind: mail.autoSubmitted,
    bounce: bounce && { action: bounce.action, status: bounce.status, recipient: bounce.recipient },
    fromIsAmbiguous,
  }
}

/** The line of a mail that could not be parsed. */
export function toParseErrorLine(id: string, error: unknown): ParseErrorLine {
  return { id, error: error instanceof Error ? error.message : String(error) }
}
