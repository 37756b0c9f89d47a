import { decodeCharset } from '../charset/decode.ts'
import { type Content, headOf, wholeOf } from '../content.ts'
import type { AttachmentSource } from './build.ts'
import { type MapiValue, readMapiProperties } from './mapi.ts'
import { decompressRtf } from './rtf.ts'

/** The body that Outlook packed in, if any. */
export type UnpackedTnef = { attachments: AttachmentSource[]; segments: { text: string | null; html: string | null }[] }

/** MS-OXTNEF 2.1.3.1 and 2.1.3.2 */
const SIGNATURE = 0x223e9f78
const LEVEL_ATTACHMENT = 2
const ATT_OEM_CODEPAGE = 0x69007
const ATT_BODY = 0x2800c
const ATT_MSG_PROPS = 0x69003
const ATT_ATTACH_REND_DATA = 0x69002
const ATT_ATTACH_TITLE = 0x18010
const ATT_ATTACH_DATA = 0x6800f
const ATT_ATTACHMENT = 0x69005
/** MS-OXPROPS */
const PR_BODY = 0x1000
const PR_BODY_HTML = 0x1013
const PR_RTF_COMPRESSED = 0x1009
const PR_ATTACH_DATA = 0x3701
const PR_ATTACH_FILENAME = 0x3704
const PR_ATTACH_LONG_FILENAME = 0x3707
const PR_ATTACH_MIME_TAG = 0x370e
const PR_ATTACH_CONTENT_ID = 0x3712
const PR_INTERNET_CPID = 0x3fde
const PR_DISPLAY_NAME = 0x3001

const MAX_ATTRIBUTES = 20_000
const MAX_ATTACHMENTS = 1_000
/** MS-OXPROPS 2.583: an OLE interface id precedes an embedded message. */
const EMBEDDED_ID_LENGTH = 16

type Attribute = { level: number; id: number; data: Buffer }
type Draft = { title: string | null; data: Buffer | null; properties: Map<number, MapiValue> }

export function isTnef(contentType: string, filename: string | null): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || /^winmail\d*\.dat$/i.test(filename ?? '')
}

/** Unpacks a winmail.dat; null if it is empty, so that it stays an ordinary attachment. */
export function unpackTnef(content: Content): UnpackedTnef | null {
  const head = headOf(content, 6)
  if (head.length < 6 || head.readUInt32LE(0) !== SIGNATURE) return null
  let codepage = 1252
  let body: Buffer | null = null
  let message = new Map<number, MapiValue>()
  const drafts: Draft[] = []
  for (const { level, id, data } of readAttributes(wholeOf(content))) {
    if (id === ATT_OEM_CODEPAGE && data.length >= 4) codepage = data.readUInt32LE(0)
    else if (level === LEVEL_ATTACHMENT) takeAttachment(drafts, id, data, codepage)
    else if (id === ATT_BODY) body = data
    else if (id === ATT_MSG_PROPS) message = readMapiProperties(data, charsetOf(codepage))
  }
  const sources = drafts.map(sourceOf).filter(it => it !== null)
  const rtf = message.get(PR_RTF_COMPRESSED)
  const segments = segmentsOf(message, body, rtf, codepage)
  return sources.length + segments.length === 0 ? null : { attachments: sources, segments }
}

function* readAttributes(bytes: Buffer): Generator<Attribute> {
  let pos = 6
  for (let count = 0; count < MAX_ATTRIBUTES && pos + 9 <= bytes.length; count++) {
    const length = bytes.readUInt32LE(pos + 5)
    const start = pos + 9
    // A length beyond the end means a truncated file: its existing bytes count.
    const end = Math.min(start + length, bytes.length)
    yield { level: bytes.readUInt8(pos), id: bytes.readUInt32LE(pos + 1), data: bytes.subarray(start, end) }
    pos = end + 2
  }
}

function takeAttachment(drafts: Draft[], id: number, data: Buffer, codepage: number): void {
  if (id === ATT_ATTACH_REND_DATA && drafts.length < MAX_ATTACHMENTS) {
    drafts.push({ title: null, data: null, properties: new Map() })
  }
  const draft = drafts.at(-1)
  if (!draft) return
  if (id === ATT_ATTACH_TITLE) draft.title = decodeCharset(data, charsetOf(codepage))
  if (id === ATT_ATTACH_DATA) draft.data = data
  if (id === ATT_ATTACHMENT) draft.properties = readMapiProperties(data, charsetOf(codepage))
}

function sourceOf(draft: Draft): AttachmentSource | null {
  const content = draft.data ?? embeddedData(draft.properties.get(PR_ATTACH_DATA))
  if (!content) return null
  const text = (id: number) => asText(draft.properties.get(id))
  const type = text(PR_ATTACH_MIME_TAG)?.toLowerCase()
  const contentId = text(PR_ATTACH_CONTENT_ID)?.replace(/^<|>$/g, '') || null
  return {
    name: text(PR_ATTACH_LONG_FILENAME) ?? draft.title ?? text(PR_ATTACH_FILENAME) ?? text(PR_DISPLAY_NAME) ?? null,
    contentType: type?.includes('/') ? type : 'application/octet-stream',
    contentId,
    isInline: false,
    content,
  }
}

function embeddedData(value: MapiValue | undefined): Buffer | null {
  if (!Buffer.isBuffer(value)) return null
  const inner = value.subarray(EMBEDDED_ID_LENGTH)
  return inner.length >= 4 && inner.readUInt32LE(0) === SIGNATURE ? inner : value
}

function segmentsOf(
  message: Map<number, MapiValue>,
  body: Buffer | null,
  rtf: MapiValue | undefined,
  codepage: number,
) {
  const cpid = message.get(PR_INTERNET_CPID)
  const charset = typeof cpid === 'number' ? charsetOf(cpid) : charsetOf(codepage)
  const packed = message.get(PR_BODY_HTML)
  const html = Buffer.isBuffer(packed) ? decodeCharset(packed, charset) : (packed?.toString() ?? null)
  const text = asText(message.get(PR_BODY)) ?? (body ? decodeCharset(body, charset) : null)
  const rtfText = html === null && text === null && Buffer.isBuffer(rtf) ? decompressRtf(rtf) : null
  const segment = { text: text?.replace(/\r\n?/g, '\n') ?? rtfText, html }
  return segment.text === null && segment.html === null ? [] : [segment]
}

function asText(value: MapiValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function charsetOf(codepage: number): string {
  if (codepage === 65001) return 'utf-8'
  if (codepage === 1200) return 'utf-16le'
  return codepage > 0 && codepage < 100_000 ? `cp${codepage}` : 'windows-1252'
}
