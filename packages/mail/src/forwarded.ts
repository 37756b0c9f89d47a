import { pickLeaves } from './body/fold-html.ts'
import { bodyOfBlock, type ForwardBlock, findForwardBlock } from './body/forward-block.ts'
import { type LaidOut, layOut } from './body/html-lines.ts'
import type { HtmlNode } from './body/html-node.ts'
import { htmlToText } from './body/html-to-text.ts'
import { parseHtml, writeHtml } from './body/html-tree.ts'
import { isDivider } from './body/quote-dividers.ts'
import { sanitiseHtml } from './body/sanitise.ts'
import { wholeOf } from './content.ts'
import { hasForwardPrefix } from './forward-subject.ts'
import { parseForwardedDate, zoneOf } from './forwarded-date.ts'
import { fromOf, isAddress, senderOf } from './forwarded-sender.ts'
import { MailParseError, parseMailNow } from './parse.ts'
import type { MailAddress, ParsedAttachment, ParsedMail } from './parsed-mail.ts'

export type ForwardedMail = {
  from: MailAddress
  subject: string | null
  /** Without a time zone in the text: in the zone of the person who forwarded it. */
  date: Date | null
  text: string
  /** Sanitised already, `cid:` images kept. */
  html: string | null
  /** The text that the forwarding person wrote above. */
  note: string
  attachments: ParsedAttachment[]
}

/**
 * The mail that somebody forwarded, inline or as an attachment; null if its sender is not certain. What
 * it says is only the claim of the person who forwarded it: call this only for trusted senders.
 */
export function readForwarded(mail: ParsedMail): ForwardedMail | null {
  const rich = mail.html === null ? null : inHtml(mail.html)
  const plain = mail.isTextFromHtml ? null : inText(mail.text)
  return rich || plain ? readInline(mail, rich, plain) : readEnclosed(mail)
}

const MAX_SUBJECT = 2_000

function readInline(mail: ParsedMail, rich: Inline | null, plain: Inline | null): ForwardedMail | null {
  const found = plain ?? rich
  const from = senderOf([rich, plain].flatMap(it => (it ? [it.from] : [])))
  if (!from || !found) return null
  const fields = rich?.fields ?? found.fields
  return {
    from,
    subject: subjectOf(fields.get('subject')),
    date: dateOf(fields.get('date'), mail),
    text: found.text,
    html: rich?.html ?? null,
    note: found.note,
    attachments: mail.attachments,
  }
}

/** `from` is what the header line says; null where there are several. */
type Inline = Pick<ForwardedMail, 'text' | 'html' | 'note'> & Pick<ForwardBlock, 'fields'> & { from: string | null }

function inText(text: string): Inline | null {
  const lines = text.split('\n')
  const block = findForwardBlock(
    lines.map(line => ({ text: line, isQuoted: false })),
    true,
  )
  if (!block) return null
  const note = lines.slice(0, block.start).join('\n').trim()
  return { from: fromOf(lines, block), fields: block.fields, text: bodyOfBlock(lines, block), html: null, note }
}

function inHtml(html: string): Inline | null {
  const tree = parseHtml(sanitiseHtml(html))
  const laidOut = layOut(tree)
  const block = findForwardBlock(
    laidOut.lines.map(it => ({ text: it.text, isQuoted: it.isQuoted && !it.isAfterRule && !it.isAttribution })),
    false,
  )
  if (!block) return null
  const from = fromOf(
    laidOut.lines.map(it => it.text),
    block,
  )
  const body = sanitiseHtml(writeHtml(unquoted(linesOf(tree, laidOut, block.bodyStart, laidOut.lines.length))))
  const note = writeHtml(linesOf(tree, laidOut, 0, block.start))
  return { from, fields: block.fields, text: htmlToText(body), html: body, note: htmlToText(note) }
}

function linesOf(tree: HtmlNode[], { leafLines }: LaidOut, start: number, end: number): HtmlNode[] {
  const isWanted = leafLines.map(line => line >= start && line < end)
  return pickLeaves(tree, isWanted, true)
}

/** Apple Mail puts the forwarded mail into a quotation: if that contains everything, its content is the mail. */
function unquoted(nodes: HtmlNode[]): HtmlNode[] {
  let inner = nodes
  for (;;) {
    const said = inner.filter(node => typeof node !== 'string' || node.trim() !== '')
    const only = said.length === 1 ? said[0] : undefined
    if (only === undefined || typeof only === 'string') return nodes
    if (only.tag === 'blockquote') return only.children
    inner = only.children
  }
}

function subjectOf(value: string | undefined): string | null {
  const subject = (value ?? '').replace(/[\p{Cc} ]+/gu, ' ').trim()
  return subject === '' ? null : subject.slice(0, MAX_SUBJECT).toWellFormed()
}

function dateOf(value: string | undefined, { headers }: ParsedMail): Date | null {
  const own = headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? ''
  return value ? parseForwardedDate(value, zoneOf(own)) : null
}

/**
 * Only for a mail that clearly forwards another one. A bounce also encloses a mail, but is not a forward; in an
 * answer with an attached mail, the text is that of the answer's writer.
 */
function readEnclosed(mail: ParsedMail): ForwardedMail | null {
  if (mail.bounces.length > 0 || isQuoting(mail)) return null
  if (!hasForwardPrefix(mail.subject) && mail.text.trim() !== '') return null
  const [enclosure, ...more] = mail.attachments.filter(it => /^message\/(?:rfc822|global)$/.test(it.contentType))
  if (!enclosure || more.length > 0) return null
  const inner = parsed(wholeOf(enclosure.content))
  if (!inner?.from || inner.fromIsAmbiguous || !isAddress(inner.from.address)) return null
  return {
    from: inner.from,
    subject: inner.subject || null,
    date: inner.date,
    text: inner.text,
    html: inner.html === null ? null : sanitiseHtml(inner.html),
    note: mail.text.trim(),
    attachments: [...inner.attachments, ...mail.attachments.filter(it => it !== enclosure)],
  }
}

function isQuoting({ text, html }: ParsedMail): boolean {
  const isQuotation = (line: string) => /^\s{0,3}>/.test(line) || isDivider(line)
  return text.split('\n').some(isQuotation) || /<blockquote\b/i.test(html ?? '')
}

function parsed(raw: Uint8Array): ParsedMail | null {
  try {
    return parseMailNow(raw)
  } catch (error) {
    if (error instanceof MailParseError) return null
    throw error
  }
}
