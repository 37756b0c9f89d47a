import { htmlToText } from '@gotrs/mail/body/html-to-text'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'

/** HTML that has been sanitised, and its text. */
export type CleanHtml = { readonly html: string; readonly text: string }

/** A millisecond for each kilobyte, up to a second: a process that answers others takes only short HTML by this. */
export function cleanHtmlNow(given: string): CleanHtml {
  const html = sanitiseHtml(given)
  return { html, text: htmlToText(html).trim() }
}
