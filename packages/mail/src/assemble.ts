import { alternativeOf, joinHtml, type Segment } from './alternatives.ts'
import { type AttachmentSource, buildAttachment } from './attachments/build.ts'
import { markInline } from './attachments/inline-images.ts'
import { attachmentOf, contentIdOf, nameOf } from './attachments/part-file.ts'
import { isEncryptedByPgp, isNothingButPgp, pgpFile } from './attachments/pgp.ts'
import { isSmime, readSmime } from './attachments/smime.ts'
import { isTnef, unpackTnef } from './attachments/tnef.ts'
import { findUuBlocks } from './attachments/uuencode.ts'
import { htmlToText } from './body/html-to-text.ts'
import { type BodyBudget, newBodyBudget, takeWithinBudget } from './body-budget.ts'
import { decodeCharset } from './charset/decode.ts'
import { type Content, headOf } from './content.ts'
import { readInvitation } from './invitation/read-invitation.ts'
import { decodeFlowed } from './mime/flowed.ts'
import { endlessHeaderBudget } from './mime/header-block.ts'
import { type MimePart, splitMail } from './mime/split.ts'
import { decodeFile, decodeTextTransfer } from './mime/transfer.ts'
import type { ParsedMail } from './parsed-mail.ts'

export type AssembledMail = Pick<
  ParsedMail,
  'text' | 'isTextFromHtml' | 'html' | 'attachments' | 'encryption' | 'invitation'
>

type Collector = {
  attachments: AttachmentSource[]
  room: BodyBudget
  hasTooDeep: boolean
  encryption: ParsedMail['encryption']
  /** The number of unwrapped signed mails: each may contain another one. */
  unwrapped: number
}

const MAX_UNWRAPPED = 5

const newCollector = (): Collector => ({
  attachments: [],
  room: newBodyBudget(),
  hasTooDeep: false,
  encryption: null,
  unwrapped: 0,
})

/** Decides which parts are the body and which are attachments, and decodes both. */
export function assembleMail(root: MimePart, raw: Uint8Array): AssembledMail {
  const collector = newCollector()
  const found = segmentsOf(root, collector)
  const typed = found.length > 0 ? found : namedText(root)
  const segments = typed.length > 0 ? typed : encryptedNotice(collector)
  const html = joinHtml(segments)
  const text = withoutLineEnds(segments.map(it => it.text ?? htmlToText(it.html ?? '')).join('\n'))
  const whole = collector.hasTooDeep ? [wholeMail(raw)] : []
  const attachments = markInline([...collector.attachments, ...whole], html).map(buildAttachment)
  const isTextFromHtml = html !== null && segments.every(it => it.text === null)
  const invitation = readInvitation(collector.attachments)
  return { text, isTextFromHtml, html, attachments, encryption: collector.encryption, invitation }
}

function withoutLineEnds(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n') end--
  return text.slice(0, end)
}

function segmentsOf(part: MimePart, collector: Collector): Segment[] {
  if (part.children.length > 0) {
    const inner = part.children.map(child => segmentsOf(child, collector))
    return part.type.value === 'multipart/alternative' ? alternativeOf(inner) : inner.flat()
  }
  if (part.isTooDeep) return tooDeep(collector)
  if (isPgpControl(part)) collector.encryption ??= 'pgp'
  if (isBody(part)) return bodySegments(part, collector)
  const { content, footer } = decodeFile(part.body, part.encoding)
  const unpacked = isTnef(part.type.value, nameOf(part)) ? unpackTnef(content) : null
  if (unpacked) {
    collector.attachments.push(...unpacked.attachments)
    // The text parts beside it say the same; they win in `joinSegments` only when there are any.
    return hasTextSibling(part) ? [] : unpacked.segments
  }
  const signed = isSmime(part.type.value, nameOf(part)) ? signedSegments(part, content, collector) : null
  if (signed) return signed
  collector.attachments.push(attachmentOf(part, content))
  return footer === null ? [] : footerSegments(footer)
}

/** The first part of an encrypted mail (RFC 3156, section 4). Anywhere else it is a file like any other. */
const isPgpControl = ({ type, parent }: MimePart): boolean =>
  type.value === 'application/pgp-encrypted' && (parent === null || parent.type.value === 'multipart/encrypted')

/** Reads the signed content of an opaque signature in place of the part; null if it cannot be read. */
function signedSegments(part: MimePart, content: Content, collector: Collector): Segment[] | null {
  const read = readSmime(content, part.body.length, part.type.params.get('smime-type') ?? '')
  if (read.kind === 'encrypted') collector.encryption ??= 'smime'
  if (read.kind !== 'signed' || collector.unwrapped >= MAX_UNWRAPPED) return null
  collector.unwrapped++
  return segmentsOf(splitMail(read.mime, endlessHeaderBudget()), collector)
}

/** Only if there is no other text: text of the sender says more. */
function encryptedNotice({ encryption }: Collector): Segment[] {
  if (encryption === null) return []
  const by = encryption === 'smime' ? 'S/MIME' : 'OpenPGP'
  return [{ text: `This mail is encrypted with ${by} and cannot be read here. What it holds is attached.`, html: null }]
}

/** Text that a list or scanner added below a file, not for example the rest of a delimiter. */
function footerSegments(footer: Buffer): Segment[] {
  const text = decodeCharset(footer).replace(/\r\n?/g, '\n').trim()
  return /\p{L}[ \n]+\p{L}/u.test(text) ? [{ text, html: null }] : []
}

/** Raw MIME is useless to a person, but another mail program may open it. */
function tooDeep(collector: Collector): Segment[] {
  const isSaid = collector.hasTooDeep
  collector.hasTooDeep = true
  const text = `[A part of this mail is nested too deeply to be shown here. The whole mail is attached as ${wholeName}.]`
  return isSaid ? [] : [{ text, html: null }]
}

const wholeName = 'whole-mail.eml'

function wholeMail(raw: Uint8Array): AttachmentSource {
  const contentType = 'message/rfc822'
  return { name: wholeName, contentType, contentId: null, isInline: false, content: raw }
}

/** Phones and gateways send the typed text only as a file `text_0.txt`: it is shown and also listed. */
function namedText(part: MimePart): Segment[] {
  const isTyped = part.children.length === 0 && part.parent && part.disposition.value !== 'attachment'
  if (isTyped && bodyType(part) === 'text/plain' && !isResource(part)) return bodySegments(part, newCollector())
  for (const child of part.children) {
    const segments = namedText(child)
    if (segments.length > 0) return segments
  }
  return []
}

function isBody(part: MimePart): boolean {
  const type = bodyType(part)
  if (type === null || isResource(part)) return false
  if (part.disposition.value === 'attachment') return part.parent === null && nameOf(part) === null
  const isNamed = nameOf(part) !== null
  return !isNamed || part.parent === null || part.parent.type.value === 'multipart/alternative'
}

/** All parts of a multipart/related except the root are referenced by the root. https://www.rfc-editor.org/rfc/rfc2387 */
function isResource(part: MimePart): boolean {
  return part.parent?.type.value === 'multipart/related' && part !== rootOf(part.parent)
}

/** The part that `start` names, else the first; some programs put the pictures before the text. */
function rootOf({ type, children }: MimePart): MimePart | undefined {
  const start = type.params.get('start')?.replace(/[<>\s]/g, '')
  const named = start ? children.find(it => contentIdOf(it) === start) : undefined
  return named ?? children.find(it => it.children.length > 0 || bodyType(it) !== null) ?? children[0]
}

/** `text/plain`, `text/html` or null; common mistakes such as `text` and `plain/text` count. */
function bodyType(part: MimePart): 'text/plain' | 'text/html' | null {
  const type = part.type.value
  if (/^(?:text\/html|html|text\/xhtml|application\/xhtml\+xml)$/.test(type)) return 'text/html'
  if (/^(?:text\/plain|text|plain\/text|text\/text|plain|)$/.test(type)) return 'text/plain'
  // A multipart without any part is read as text.
  if (type.startsWith('multipart/')) return 'text/plain'
  const isRootText = part.parent === null && (type.startsWith('text/') || !type.includes('/'))
  return isRootText && type !== 'text/calendar' ? 'text/plain' : null
}

function bodySegments(part: MimePart, collector: Collector): Segment[] {
  const content = decodeTextTransfer(part.body, part.encoding)
  const declared = part.type.params.get('charset')
  const { shown, isWhole } = takeWithinBudget(collector.room, content, bodyType(part) === 'text/html')
  // Text that is too long to show is kept as a file.
  if (!isWhole) collector.attachments.push(wholeBody(part, content))
  const source = decodeCharset(shown, declared ?? metaCharset(part, content)).replace(/\r\n?/g, '\n')
  if (isEncryptedByPgp(source)) collector.encryption ??= 'pgp'
  if (bodyType(part) === 'text/html') return source.trim() === '' ? [] : [{ text: null, html: source }]
  if (isNothingButPgp(source)) {
    collector.attachments.push(pgpFile(content))
    return []
  }
  const text = decodeFlowed(withoutUuBlocks(source, shown, collector), part.type.params)
  return text.trim() === '' ? [] : [{ text, html: null }]
}

function wholeBody(part: MimePart, content: Content): AttachmentSource {
  const contentType = bodyType(part) ?? 'text/plain'
  return { name: nameOf(part), stem: 'message', contentType, contentId: null, isInline: false, content }
}

/** HTML often declares its charset itself. https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
function metaCharset(part: MimePart, content: Content): string | undefined {
  if (bodyType(part) !== 'text/html') return undefined
  return /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(headOf(content, 4096).toString('latin1'))?.[1]
}

function withoutUuBlocks(text: string, bytes: Buffer, collector: Collector): string {
  if (!bytes.includes('begin')) return text
  let rest = ''
  let pos = 0
  for (const block of findUuBlocks(text)) {
    rest += text.slice(pos, block.start)
    pos = block.end
    const { filename: name, content } = block
    collector.attachments.push({
      name,
      contentType: 'application/octet-stream',
      contentId: null,
      isInline: false,
      content,
    })
  }
  return rest + text.slice(pos)
}

function hasTextSibling(part: MimePart): boolean {
  return part.parent?.children.some(it => it !== part && bodyType(it) !== null && it.body.length > 0) ?? false
}
