import { markInline } from '@gotrs/mail/attachments/inline-images'
import { htmlToText } from '@gotrs/mail/body/html-to-text'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'
import { foldMail } from '@gotrs/mail/fold-mail'
import { hasForwardPrefix } from '@gotrs/mail/forward-subject'
import { type ForwardedMail, readForwarded } from '@gotrs/mail/forwarded'
import { parseMailNow } from '@gotrs/mail/parse'
import type { ParsedAttachment, ParsedMail } from '@gotrs/mail/parsed-mail'
import { readForwardAddress, readReplyAddress } from '@gotrs/mail/reply-address'
import type { NewAttachment } from '../../conversation/new-message.ts'

export type ReadBody = {
  text: string
  html: string | null
  quotedText: string | null
  quotedHtml: string | null
  /** Made only for answers to an agent's own address; the plain part of those does not count beside their HTML. */
  textOfHtml: string | null
}

/** A mail as the desk stores it: parsed, its HTML sanitised (`cid:` stays), its quotes folded. */
type Read<File> = {
  mail: Omit<ParsedMail, 'html' | 'attachments'>
  body: ReadBody
  attachments: File[]
  /** What it forwards, read only of mails to an agent's own address for that, and of those whose subject says so. */
  forwarded: (Omit<ForwardedMail, 'attachments'> & { attachments: File[] }) | null
}

/** The same with its files in the blob store. A file that no message takes up is removed after the commit. */
export type ReadMail = Read<NewAttachment>

export function readMail(raw: Uint8Array, envelopeTo: readonly string[]): Read<ParsedAttachment> {
  const parsed = parseMailNow(raw)
  const { html, attachments: files, ...mail } = parsed
  const clean = html === null ? null : sanitiseHtml(html)
  // A picture whose `<img>` was taken out is not shown.
  const attachments = markInline(files, clean)
  const folded = foldMail(mail, clean, envelopeTo)
  const addressedTo = [...envelopeTo, ...mail.deliveredTo, ...[...mail.to, ...mail.cc].map(it => it.address)]
  return {
    mail,
    attachments,
    body: {
      text: folded.visibleText,
      html: folded.visibleHtml,
      quotedText: folded.foldedText || null,
      quotedHtml: folded.foldedHtml || null,
      textOfHtml: folded.visibleHtml !== null && addressedTo.some(isOfAgent) ? htmlToText(folded.visibleHtml) : null,
    },
    forwarded: mayBeForwarded(mail.subject, addressedTo) ? shownForwarded(readForwarded(parsed)) : null,
  }
}

const shownForwarded = (mail: ForwardedMail | null): ForwardedMail | null =>
  mail && { ...mail, attachments: markInline(mail.attachments, mail.html) }

const isOfAgent = (address: string) => (readReplyAddress(address)?.issuedDay ?? null) !== null

const mayBeForwarded = (subject: string, addressedTo: readonly string[]) =>
  hasForwardPrefix(subject) || addressedTo.some(it => readForwardAddress(it) !== null)
