import { type HeaderBudget, hasKnownHeader, newHeaderBudget, type RawHeader, readHeaderBlock } from './header-block.ts'
import { beforeLineBreak, endOfLine, nextLine, withLineFeeds } from './lines.ts'
import { parseStructuredHeader, type StructuredHeader } from './parameters.ts'
import { transferEncodingOf } from './transfer.ts'

export type MimePart = {
  headers: RawHeader[]
  type: StructuredHeader
  /** False where there was no Content-Type at all. */
  hasType: boolean
  disposition: StructuredHeader
  encoding: string
  /** Still transfer-encoded. */
  body: Buffer
  children: MimePart[]
  /** A multipart that was not taken apart, as it lies too deep: its body is raw MIME. */
  isTooDeep: boolean
  parent: MimePart | null
}

/** Deeper multiparts, and parts beyond this number, are not taken apart any more: they stay whole. */
const MAX_DEPTH = 100
const MAX_PARTS = 1_000
const MAX_BOUNDARY = 1_000

type OpenPart = { part: MimePart; boundary: string | null; depth: number }

/** Takes a mail apart in one pass over its lines; time and memory grow with its size alone. */
export function splitMail(input: Buffer, budget: HeaderBudget = newHeaderBudget()): MimePart {
  return new Splitter(withLineFeeds(input), budget).run()
}

class Splitter {
  readonly raw: Buffer
  readonly budget: HeaderBudget
  readonly open: OpenPart[] = []
  leaf: { part: MimePart; start: number } | null = null
  parts = 0

  constructor(raw: Buffer, budget: HeaderBudget) {
    this.raw = raw
    this.budget = budget
  }

  run(): MimePart {
    const start = startOfMail(this.raw)
    const { part: root, bodyStart } = this.readPart(start, null)
    if (!hasKnownHeader(root.headers)) return this.asTextAlone(root, start)
    let pos = bodyStart
    while (this.open.length > 0 && pos < this.raw.length) {
      const end = endOfLine(this.raw, pos)
      const next = nextLine(this.raw, end)
      pos = this.raw[pos] === 0x2d && this.raw[pos + 1] === 0x2d ? this.takeDashes(pos, end, next) : next
    }
    this.closeLeaf(this.raw.length)
    return root
  }

  /** Somebody piped a text in that is no mail. */
  asTextAlone(root: MimePart, start: number): MimePart {
    return { ...root, headers: [], body: this.raw.subarray(start) }
  }

  /** A line that starts with `--`: the delimiter of an open multipart, or just text. */
  takeDashes(start: number, end: number, next: number): number {
    const line = this.raw.toString('latin1', start, Math.min(end, start + MAX_BOUNDARY)).trimEnd()
    const index = this.findDelimiter(line) ?? this.adoptBoundary(line, next)
    if (index === null) return next
    const multipart = this.open[index]
    if (!multipart || this.parts >= MAX_PARTS) return next
    this.closeLeaf(beforeLineBreak(this.raw, this.leaf?.start ?? 0, start))
    const isLast = line === `--${multipart.boundary}--`
    this.open.length = isLast ? index : index + 1
    if (isLast) return next
    return this.readPart(next, multipart.part).bodyStart
  }

  /** The innermost open multipart that this line delimits. */
  findDelimiter(line: string): number | null {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const boundary = this.open[i]?.boundary
      if (boundary && (line === `--${boundary}` || line === `--${boundary}--`)) return i
    }
    return null
  }

  /** A multipart that still has no part, before a `--line` that headers follow: its boundary was declared wrongly. */
  adoptBoundary(line: string, next: number): number | null {
    const current = this.open.at(-1)
    if (!current || current.part.children.length > 0 || line.length < 4 || this.leaf?.part !== current.part) return null
    if (!/^content-[a-z-]{2,40}:/i.test(this.raw.toString('latin1', next, next + 60))) return null
    if (!current.part.hasType && !this.isPreamble(this.leaf.start, next)) return null
    if (!current.part.hasType) current.part.type.value = 'multipart/mixed'
    current.boundary = line.slice(2)
    return this.open.length - 1
  }

  /** Nothing before the delimiter but blank lines and the customary sentence. */
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
      this.open.push({ part, boundary: part.type.params.get('boundary')?.trimEnd() || null, depth })
    }
    this.leaf = { part, start: block.bodyStart }
    return { part, bodyStart: block.bodyStart }
  }

  isDelimiter(start: number, end: number): boolean {
    if (this.raw[start] !== 0x2d || this.raw[start + 1] !== 0x2d) return false
    return (
      this.findDelimiter(this.raw.toString('latin1', start, Math.min(end, start + MAX_BOUNDARY)).trimEnd()) !== null
    )
  }

  closeLeaf(end: number): void {
    if (!this.leaf) return
    this.leaf.part.body = this.raw.subarray(this.leaf.start, Math.max(this.leaf.start, end))
    this.leaf = null
  }
}

/** A mail that lost its Content-Type may turn out to be one. */
function isMultipart(part: MimePart): boolean {
  return part.type.value.startsWith('multipart/') || (part.parent === null && !part.hasType)
}

function newPart(headers: RawHeader[], parent: MimePart | null): MimePart {
  const first = (key: string) => headers.find(it => it.key === key)?.value
  const type = first('content-type')
  const part: MimePart = {
    headers,
    type: parseStructuredHeader(type ?? defaultType(parent)),
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

/** Skips a byte order mark, blank lines and the `From ` line of an mbox before the first header. */
export function startOfMail(raw: Buffer): number {
  let pos = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0
  while (raw[pos] === 0x0d || raw[pos] === 0x0a) pos++
  return pos
}
