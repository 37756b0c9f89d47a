import { foldHtml } from './fold-html.ts'
import { foldText } from './fold-text.ts'
import { htmlToText } from './html-to-text.ts'
import type { MailFacts } from './mail-facts.ts'

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

/**
 * Splits a mail into the new text of its sender and the quotations and signatures. Together both contain everything.
 * The HTML should be sanitised: its parts are then stable under the sanitiser, too.
 */
export function foldQuotes({ text, html }: MailBody, facts: MailFacts): FoldedBody {
  const parts = html === null ? { visible: null, folded: null } : foldHtml(html, facts)
  const own = text !== null && text.trim() !== '' ? foldText(text, facts) : null
  // If only the HTML marks quotations, the text follows it.
  const fromHtml = parts.visible !== null && (own === null || (own.folded === '' && parts.folded !== null))
  return {
    visibleText: fromHtml ? htmlToText(parts.visible ?? '') : (own?.visible ?? ''),
    foldedText: fromHtml ? htmlToText(parts.folded ?? '') : (own?.folded ?? ''),
    visibleHtml: parts.visible,
    foldedHtml: parts.folded,
  }
}
