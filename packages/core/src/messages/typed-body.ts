import { DeskError } from '@gotrs/contract/errors'
import { htmlToText } from '@gotrs/mail/body/html-to-text'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'

/** What somebody typed, as text and (where it was rich) sanitised HTML. @throws DeskError `invalid_input` when nothing is left */
export function typedBody(input: { text?: string | undefined; html?: string | undefined }, hasFiles: boolean) {
  const html = input.html?.trim() ? sanitiseHtml(input.html) : null
  const text = html === null ? (input.text ?? '').trim() : htmlToText(html).trim()
  if (text === '' && !hasFiles && !html?.includes('<img')) {
    throw new DeskError('invalid_input', { issues: [{ path: 'text', message: 'write some text or attach a file' }] })
  }
  return { text, html }
}
