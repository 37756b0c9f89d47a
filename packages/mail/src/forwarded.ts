import { pickLeaves } from './body/fold-html.ts'
import { bodyOfBlock, type ForwardBlock, findForwardBlock } from './body/forward-block.ts'
import { type LaidOut, layOut } from './body/html-lines.ts'
import { htmlToText } from './body/html-to-text.ts'
import { type HtmlNode, parseHtml, writeHtml } from './body/html-tree.ts'
import { sanitiseHtml } from './body/sanitise.ts'
import { wholeOf } from './content.ts'
import { parseForwardedDate, zoneOf } from './forwarded-date.ts'
import { MailParseError, parseMailNow } from './parse.ts'
import type { MailAddress, ParsedAttachment, ParsedMail } from './parsed-mail.ts'

export type ForwardedMail = {
  from: MailAddress
  subject: string | null
  /** Where the mail program wrote it without a zone, in the zone of who forwarded it. */
  date: Date | null
  text: string
  /** Sanitised already, `cid:` images kept. */
  html: string | null
  /** What the one who forwarded it wrote above. */
  note: string
  attachments: ParsedAttachment[]
}

/**
 * The mail that somebody forwarded, inline or as an attachment, or null where there is none whose sender has a usable
 * address. What it says is the word of the one who forwarded it: ask only for senders that may speak for others.
 */
export function readForwarded(mail: ParsedMail): ForwardedMail | null {
  return readInline(mail) ?? readEnclosed(mail)
}

const MAX_SUBJECT = 2_000
const ADDRESS =
  /^[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@.]+(?:\.[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@.]+)+$/u
const ANY_ADDRESS = /[^\s<>()[\]\\,;:"'@]{1,64}@[^\s<>()[\]\\,;:"'@]{1,255}/g

function readInline(mail: ParsedMail): ForwardedMail | null {
  const rich = mail.html === null ? null : inHtml(mail.html)
  const plain = mail.isTextFromHtml ? null : inText(mail.text)
  const from = rich?.from ?? plain?.from
  const found = plain ?? rich
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

type Inline = Pick<ForwardedMail, 'from' | 'text' | 'html' | 'note'> & Pick<ForwardBlock, 'fields'>

function inText(text: string): Inline | null {
  const lines = text.split('\n')
  const block = findForwardBlock(
    lines.map(line => ({ text: line, isQuoted: false })),
    true,
  )
  const from = block && senderOf(block)
  if (!from) return null
  const note = lines.slice(0, block.start).join('\n').trim()
  return { from, fields: block.fields, text: bodyOfBlock(lines, block), html: null, note }
}

function inHtml(html: string): Inline | null {
  const tree = parseHtml(sanitiseHtml(html))
  const laidOut = layOut(tree)
  const block = findForwardBlock(
    laidOut.lines.map(it => ({ text: it.text, isQuoted: it.isQuoted && !it.isAfterRule && !it.isAttribution })),
    false,
  )
  const from = block && senderOf(block)
  if (!from) return null
  const body = sanitiseHtml(writeHtml(unquoted(linesOf(tree, laidOut, block.bodyStart, laidOut.lines.length))))
  const note = writeHtml(linesOf(tree, laidOut, 0, block.start))
  return { from, fields: block.fields, text: htmlToText(body), html: body, note: htmlToText(note) }
}

function linesOf(tree: HtmlNode[], { leafLines }: LaidOut, start: number, end: number): HtmlNode[] {
  const isWanted = leafLines.map(line => line >= start && line < end)
  return pickLeaves(tree, isWanted, true)
}

/** Apple Mail puts what it forwards into a quotation: where that holds everything, its content is what was meant. */
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

/** The address in brackets, else the only one there is; Outlook writes it twice when it makes text of a link. */
function senderOf({ fields }: ForwardBlock): MailAddress | null {
  const value = (fields.get('from') ?? '').replaceAll('mailto:', '').slice(0, 2_000)
  const addresses = [...new Set([...value.matchAll(ANY_ADDRESS)].map(match => match[0].toLowerCase()))]
  const bracketed = /[<[(]\s*([^\s<>()[\]]+@[^\s<>()[\]]+?)\s*[>\])<]/.exec(value)?.[1]
  const address = bracketed ?? (addresses.length === 1 ? value.match(ANY_ADDRESS)?.[0] : undefined)
  if (!address || !ADDRESS.test(address)) return null
  const name = cleanName(value.slice(0, value.indexOf(address)))
  return { name: name.toLowerCase() === address.toLowerCase() ? '' : name, address }
}

function cleanName(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Cf}<[(*"]+/gu, ' ')
    .replace(/^[\s']+|[\s']+$/g, '')
    .replace(/ {2,}/g, ' ')
    .slice(0, 500)
}

function subjectOf(value: string | undefined): string | null {
  const subject = (value ?? '').replace(/[\p{Cc} ]+/gu, ' ').trim()
  return subject === '' ? null : subject.slice(0, MAX_SUBJECT).toWellFormed()
}

function dateOf(value: string | undefined, { headers }: ParsedMail): Date | null {
  const own = headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? ''
  return value ? parseForwardedDate(value, zoneOf(own)) : null
}

/** A bounce encloses a mail too, but nobody forwarded it. */
function readEnclosed(mail: ParsedMail): ForwardedMail | null {
  if (mail.bounces.length > 0) return null
  const enclosure = mail.attachments.find(it => /^message\/(?:rfc822|global)$/.test(it.contentType))
  if (!enclosure) return null
  const inner = parsed(wholeOf(enclosure.content))
  if (!inner?.from || inner.fromIsAmbiguous || !ADDRESS.test(inner.from.address)) return null
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

function parsed(raw: Uint8Array): ParsedMail | null {
  try {
    return parseMailNow(raw)
  } catch (error) {
    if (error instanceof MailParseError) return null
    throw error
  }
}
