import { DeskError } from '@gotrs/contract/errors'
import { type CleanHtml, cleanHtmlNow } from './clean-now.ts'

/** HTML as text has not been sanitised yet: from the command line. */
export type Typed = { text?: string | undefined; html?: string | CleanHtml | undefined }

/** An input of the contract, whose HTML may have been sanitised before the transaction. */
export type WithTyped<I> = Omit<I, 'html'> & Typed

/** What somebody typed, as text and (where it was rich) sanitised HTML. @throws DeskError `invalid_input` when nothing is left */
export function typedBody(input: Typed, hasFiles: boolean) {
  const clean = cleanOf(input)
  const html = clean?.html ?? null
  const text = clean?.text ?? (input.text ?? '').trim()
  if (text === '' && !hasFiles && !html?.includes('<img')) {
    throw new DeskError('invalid_input', { issues: [{ path: 'text', message: 'write some text or attach a file' }] })
  }
  return { text, html }
}

/** Null where there is none. */
export function cleanOf({ html }: Typed): CleanHtml | null {
  if (typeof html !== 'string') return html ?? null
  return html.trim() ? cleanHtmlNow(html) : null
}
