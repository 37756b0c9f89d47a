import { foldQuotes } from '@gotrs/mail/body/fold-quotes'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'
import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'

export type ReadBody = { text: string; html: string | null; quotedText: string | null; quotedHtml: string | null }

/** A mail as the desk keeps it: parsed, its HTML sanitised (`cid:` stays), what it quotes folded away. */
export type ReadMail = { mail: Omit<ParsedMail, 'html'>; body: ReadBody }

export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const { html, ...mail } = await parseMail(raw)
  const clean = html === null ? null : sanitiseHtml(html)
  const folded = foldQuotes({ text: mail.isTextFromHtml ? null : mail.text || null, html: clean })
  return {
    mail,
    body: {
      text: folded.visibleText,
      html: folded.visibleHtml,
      quotedText: folded.foldedText || null,
      quotedHtml: folded.foldedHtml || null,
    },
  }
}
