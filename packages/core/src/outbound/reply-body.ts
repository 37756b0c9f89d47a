import { textToHtml } from '@gotrs/mail/body/text-to-html'
import type { EarlierMessage } from './thread-headers.ts'

type Parts = {
  message: { text: string; html: string | null }
  /** Of the ticket in the portal; null where somebody gets the mail whom the portal does not show it. */
  url: string | null
  business: string
  /** Of the mailbox, as it is written there; empty: none. */
  signature: string
  agentName: string
  /** Newest first; empty where a reader may not see the history. */
  earlier: EarlierMessage[]
}

const maxQuoted = 3
const maxQuotedLength = 8_000

/** The answer and who signs it, a thin line, how to go on, then the history. The same in text and in HTML. */
export function replyBody(parts: Parts): { text: string; html: string } {
  const { message, url, business, earlier } = parts
  const signature = signatureOf(parts)
  const quoted = earlier.slice(0, maxQuoted).map(it => ({
    head: `On ${when(it.createdAt)}, ${it.isFromStaff ? `${it.authorName} from ${business}` : it.authorName} wrote:`,
    text: it.text.slice(0, maxQuotedLength),
  }))
  return {
    text: [
      message.text.trim(),
      '',
      ...(signature ? [signatureMark, signature, ''] : []),
      line,
      `Reply to this mail${url ? `, or open your request: ${url}` : '.'}`,
      ...quoted.flatMap(it => ['', it.head, ...it.text.split('\n').map(words => (words ? `> ${words}` : '>'))]),
      '',
    ].join('\n'),
    html: [
      `<div>${message.html ?? textToHtml(message.text)}</div>`,
      ...(signature ? [`<div style="margin-top:16px;color:#5c5c5c">-- <br />${textToHtml(signature)}</div>`] : []),
      `<hr style="border:0;border-top:1px solid #8a8a8a;margin:24px 0 12px" />`,
      `<p style="font-size:13px;color:#767676">Reply to this mail${url ? `, or ${linkTo(url)}` : ''}.</p>`,
      ...quoted.map(quotedHtml),
    ].join('\n'),
  }
}

/** The blank at its end belongs to it: https://www.rfc-editor.org/rfc/rfc3676#section-4.3 */
const signatureMark = '-- '

/** A name is one line of plain text: placeholders in it are not replaced. */
function signatureOf({ signature, agentName }: Parts): string {
  const name = agentName.replace(/\s+/g, ' ').trim()
  return signature
    .replace(/\r\n?/g, '\n')
    .replaceAll('{{agent.name}}', () => name)
    .trim()
}

/** Ten dashes: no mail program takes them for a signature's `-- `. */
const line = '----------'

const linkTo = (url: string) => `<a href="${escaped(url)}">open your request</a>`

function quotedHtml({ head, text }: { head: string; text: string }): string {
  const frame = 'margin:0 0 0 4px;padding-left:12px;border-left:1px solid #8a8a8a'
  return [
    '<div class="gmail_quote">',
    `<p style="color:#767676">${escaped(head)}</p>`,
    `<blockquote type="cite" style="${frame}">${textToHtml(text)}</blockquote>`,
    '</div>',
  ].join('')
}

const when = (date: Date) =>
  `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })} at ${date.toISOString().slice(11, 16)} (UTC)`

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
