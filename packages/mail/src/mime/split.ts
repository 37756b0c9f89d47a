import { wholeOf } from '../content.ts'
import { type HeaderBudget, hasKnownHeader, newHeaderBudget, type RawHeader, readHeaderBlock } from './header-block.ts'
import { beforeLineBreak, endOfLine, nextLine, withLineFeeds } from './lines.ts'
import { parseStructuredHeader, type StructuredHeader } from './parameters.ts'
import { decodeTransfer, transferEncodingOf } from './transfer.ts'

export type MimePart = {
  headers: RawHeader[]
  type: StructuredHeader
  /** False if there is no Content-Type. */
  hasType: boolean
  disposition: StructuredHeader
  encoding: string
  /** Still transfer-encoded. */
  body: Buffer
  children: MimePart[]
  /** A multipart that is too deep to be split: its body is raw MIME. */
  isTooDeep: boolean
  parent: MimePart | null
}

/** Deeper multiparts, and parts above this number, are not split. */
const MAX_DEPTH = 100
const MAX_PARTS = 1_000
const MAX_BOUNDARY = 1_000

/** The lookahead for delimiters: beyond it an undeclared boundary is text. */
const MAX_SEARCHES = 10
/** Lines above the first delimiter in which a part with a damaged delimiter may begin. */
const MAX_PREAMBLE_LINES = 10
/** A part that is decoded before splitting is in memory twice. */
const MAX_ENCODED_MULTIPART = 32 * 1024 * 1024

/** `boundaries`: the declared one, and that of a first delimiter that differs. */
type OpenPart = { part: MimePart; boundaries: string[]; depth: number; isClosed: boolean }

/** Splits a mail in one pass over its lines; time and memory are linear in its size. */
export function splitMail(input: Buffer, budget: HeaderBudget = newHeaderBudget()): MimePart {
  return new Splitter(withLineFeeds(input), budget).run()
}

class Splitter {
  readonly raw: Buffer
  readonly budget: HeaderBudget
  /** These bytes are decoded already. */
  readonly isInner: boolean
  readonly open: OpenPart[] = []
  leaf: { part: MimePart; start: number } | null = null
  parts = 0
  searches = 0

  constructor(raw: Buffer, budget: HeaderBudget, isInner = false) {
    this.raw = raw
    this.budget = budget
    this.isInner = isInner
  }

  run(): MimePart {
    const start = startOfMail(this.raw)
    const { part: root, bodyStart } = this.readPart(start, null)
    if (!hasKnownHeader(root.headers)) return this.asTextAlone(root)
    this.readLines(bodyStart)
    return root
  }

  readLines(bodyStart: number): void {
    let pos = bodyStart
    while (this.open.length > 0 && pos < this.raw.length) {
      const end = endOfLine(this.raw, pos)
      const next = nextLine(this.raw, end)
      pos = this.raw[pos] === 0x2d && this.raw[pos + 1] === 0x2d ? this.takeDashes(pos, end, next) : next
    }
    this.closeLeaf(this.raw.length)
  }

  /** The input is text, not a mail. */
  asTextAlone(root: MimePart): MimePart {
    return { ...root, headers: [], body: this.raw.subarray(afterMarkAndBlankLines(this.raw, 0)) }
  }

  /** A line that starts with `--`: the delimiter of an open multipart, or just text. */
  takeDashes(start: number, end: number, next: number): number {
    const line = this.lineAt(start, end)
    const index = this.findDelimiter(line, next) ?? this.adoptBoundary(line, next)
    if (index === null) return next
    const multipart = this.open[index]
    if (!multipart || this.parts >= MAX_PARTS) return next
    this.closeLeaf(beforeLineBreak(this.raw, this.leaf?.start ?? 0, start))
    this.open.length = index + 1
    multipart.isClosed = multipart.boundaries.some(it => isClosing(line, it))
    return multipart.isClosed ? next : this.readPart(next, multipart.part).bodyStart
  }

  lineAt(start: number, end: number): string {
    return this.raw.toString('latin1', start, Math.min(end, start + MAX_BOUNDARY)).trimEnd()
  }

  /** The innermost open multipart that this line delimits; some programs change the case of a boundary. */
  findDelimiter(line: string, next: number): number | null {
    return this.findMatch(line, next, (a, b) => a === b) ?? this.findMatch(line, next, isSameInAnyCase)
  }

  findMatch(line: string, next: number, isSame: (a: string, b: string) => boolean): number | null {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const { boundaries, isClosed } = this.open[i] ?? { boundaries: [], isClosed: false }
      for (const boundary of boundaries) {
        // After its last delimiter a multipart continues only if another part certainly follows.
        if (isSame(line, `--${boundary}`) && (!isClosed || this.isHeaderAt(next))) return i
        if (isSame(line, `--${boundary}--`) && !isClosed) return i
      }
    }
    return null
  }

  /** A multipart without parts, before a `--line` that headers follow: its boundary is declared wrongly. */
  adoptBoundary(line: string, next: number): number | null {
    const current = this.open.at(-1)
    if (!current || current.part.children.length > 0 || line.length < 4 || this.leaf?.part !== current.part) return null
    if (!this.isHeaderAt(next) && !this.isClosedBelow(current, line, next)) return null
    if (!current.part.hasType && !this.isPreamble(this.leaf.start, next)) return null
    if (!current.part.hasType) current.part.type.value = 'multipart/mixed'
    current.boundaries.push(line.slice(2))
    return this.open.length - 1
  }

  isHeaderAt(pos: number): boolean {
    return /^content-[a-z-]{2,40}[ \t]*:/i.test(this.raw.toString('latin1', pos, pos + 60))
  }

  /** A delimiter of a multipart that declares no boundary, or a missing one: a closing delimiter follows further below. */
  isClosedBelow({ part, boundaries }: OpenPart, line: string, next: number): boolean {
    if (!part.hasType || line.endsWith('--') || this.searches++ >= MAX_SEARCHES) return false
    const isDeclaredBelow = boundaries.some(it => this.raw.includes(`\n--${it}`, next - 1, 'latin1'))
    return !isDeclaredBelow && this.raw.includes(`\n${line}--`, next - 1, 'latin1')
  }

  /** Only blank lines and the usual sentence precede the delimiter. */
  isPreamble(start: number, delimiterEnd: number): boolean {
    const text = this.raw.toString('latin1', start, Math.min(delimiterEnd, start + 2 * MAX_BOUNDARY))
    return /^\s*(?:This is a multi-?part message in MIME format\.?\s*)?--\S/i.test(text)
  }

  readPart(start: number, parent: MimePart | null): { part: MimePart; bodyStart: number } {
    const block = readHeaderBlock(this.raw, start, this.budget, (from, to) => this.isDelimiter(from, to))
    const part = newPart(block.headers, parent)
    this.parts++
    const depth = this.open.length + 1
    part.isTooDeep = isMultipart(part) && depth > MAX_DEPTH
    if (isMultipart(part) && !part.isTooDeep) {
      const declared = part.type.params.get('boundary')?.trimEnd()
      this.open.push({ part, boundaries: declared ? [declared] : [], depth, isClosed: false })
    }
    this.leaf = { part, start: block.bodyStart }
    const bare = part.hasType && isMultipart(part) && !part.isTooDeep ? this.startOfBarePart(block.bodyStart) : null
    return bare === null
      ? { part, bodyStart: block.bodyStart }
      : { part, bodyStart: this.readPart(bare, part).bodyStart }
  }

  /** Headers of a part above the first delimiter: its own delimiter is damaged or missing. */
  startOfBarePart(start: number): number | null {
    let pos = start
    for (let i = 0; i < MAX_PREAMBLE_LINES && pos < this.raw.length; i++) {
      if (this.raw[pos] === 0x2d && this.raw[pos + 1] === 0x2d) return null
      if (this.isHeaderAt(pos)) return pos
      pos = nextLine(this.raw, endOfLine(this.raw, pos))
    }
    return null
  }

  isDelimiter(start: number, end: number): boolean {
    if (this.raw[start] !== 0x2d || this.raw[start + 1] !== 0x2d) return false
    return this.findDelimiter(this.lineAt(start, end), nextLine(this.raw, end)) !== null
  }

  closeLeaf(end: number): void {
    if (!this.leaf) return
    const { part, start } = this.leaf
    part.body = this.raw.subarray(start, Math.max(start, end))
    this.leaf = null
    if (part.hasType && isMultipart(part) && part.children.length === 0 && !part.isTooDeep) this.splitEncoded(part)
  }

  /** A multipart must not be encoded (RFC 2045 6.4), but some are. */
  splitEncoded(part: MimePart): void {
    const isEncoded = part.encoding === 'base64' || part.encoding === 'quoted-printable'
    if (!isEncoded || this.isInner || part.body.length > MAX_ENCODED_MULTIPART) return
    const inner = new Splitter(wholeOf(decodeTransfer(part.body, part.encoding)), this.budget, true)
    inner.parts = this.parts
    const declared = part.type.params.get('boundary')?.trimEnd()
    inner.open.push({ part, boundaries: declared ? [declared] : [], depth: this.open.length + 1, isClosed: false })
    inner.leaf = { part, start: 0 }
    inner.readLines(0)
    this.parts = inner.parts
  }
}

const isSameInAnyCase = (a: string, b: string) => a.length === b.length && a.toLowerCase() === b.toLowerCase()

const isClosing = (line: string, boundary: string) => isSameInAnyCase(line, `--${boundary}--`)

/** A mail without Content-Type may be a multipart. */
function isMultipart(part: MimePart): boolean {
  return part.type.value.startsWith('multipart/') || (part.parent === null && !part.hasType)
}

function newPart(headers: RawHeader[], parent: MimePart | null): MimePart {
  const first = (key: string) => headers.find(it => it.key === key)?.value
  const type = first('content-type')
  const part: MimePart = {
    headers,
    type: typeOf(type ?? defaultType(parent)),
    hasType: type !== undefined,
    disposition: parseStructuredHeader(first('content-disposition') ?? ''),
    encoding: transferEncodingOf(first('content-transfer-encoding')),
    body: Buffer.alloc(0),
    children: [],
    isTooDeep: false,
    parent,
  }
  parent?.children.push(part)
  return part
}

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.5 */
function defaultType(parent: MimePart | null): string {
  return parent?.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
}

/** `multipart` alone means multipart/mixed. */
function typeOf(header: string): StructuredHeader {
  const type = parseStructuredHeader(header)
  return type.value === 'multipart' ? { ...type, value: 'multipart/mixed' } : type
}

/** Lines that mailboxes and servers leave above a mail: the `From ` line of an mbox, a status line of POP, IMAP or HTTP. */
const STRAY_LINE = /^(?:>?From |\+OK\b|\* \d+ FETCH\b|HTTP\/\d)/
const MAX_STRAY_LINES = 5

/** Skips a byte order mark, blank lines and stray lines before the first header. */
export function startOfMail(raw: Buffer): number {
  let pos = afterMarkAndBlankLines(raw, 0)
  for (let i = 0; i < MAX_STRAY_LINES && STRAY_LINE.test(raw.toString('latin1', pos, pos + 40)); i++) {
    pos = afterMarkAndBlankLines(raw, nextLine(raw, endOfLine(raw, pos)))
  }
  return pos
}

function afterMarkAndBlankLines(raw: Buffer, start: number): number {
  let pos = start
  for (;;) {
    if (raw[pos] === 0x0d || raw[pos] === 0x0a) pos++
    else if (raw[pos] === 0xef && raw[pos + 1] === 0xbb && raw[pos + 2] === 0xbf) pos += 3
    else return pos
  }
}
