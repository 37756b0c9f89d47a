import { type Content, gathered } from '../content.ts'

export type UuBlock = { start: number; end: number; filename: string; content: Buffer }

const BEGIN = /^begin(?:-base64)? [0-7]{3,4} (.{1,255})$/
const MAX_BLOCKS = 200
const MAX_LINE = 63

/**
 * The `begin 644 name` … `end` blocks of a text; only those that decode from the first to the last line, so that prose with the
 * word "begin" stays prose.
 */
export function findUuBlocks(text: string): UuBlock[] {
  const blocks: UuBlock[] = []
  let pos = text.startsWith('begin') ? 0 : nextBegin(text, 0)
  while (pos >= 0 && blocks.length < MAX_BLOCKS) {
    const block = blockAt(text, pos)
    if (block) blocks.push(block)
    pos = nextBegin(text, block ? block.end - 1 : pos)
  }
  return blocks
}

/** The payload of a part whose transfer encoding is uuencode: its first block that decodes, read line by line. */
export function uuContent(body: Buffer): Content | null {
  for (let start = firstBegin(body); start >= 0; start = nextBeginIn(body, start)) {
    if (isBlock(body, start)) return { pieces: () => gathered(decodedLines(body, start)) }
  }
  return null
}

const firstBegin = (body: Buffer) => (body.toString('latin1', 0, 5) === 'begin' ? 0 : nextBeginIn(body, 0))

function nextBeginIn(body: Buffer, from: number): number {
  const found = body.indexOf('\nbegin', from)
  return found < 0 ? -1 : found + 1
}

function isBlock(body: Buffer, start: number): boolean {
  const firstLine = body.toString('latin1', start, Math.min(lineEndIn(body, start), start + 300))
  if (!BEGIN.test(firstLine.trimEnd())) return false
  const lines = decodedLines(body, start)
  for (;;) {
    const { done, value } = lines.next()
    if (done) return value
  }
}

/** Returns whether it reached the end of the block. A large block has a million lines, so no line becomes a string. */
function* decodedLines(body: Buffer, start: number): Generator<Buffer, boolean> {
  const room = Buffer.alloc(MAX_LINE)
  for (let pos = lineEndIn(body, start) + 1; pos < body.length; ) {
    const lineEnd = lineEndIn(body, pos)
    const end = withoutReturns(body, pos, lineEnd)
    if (isEndLine(body, pos, end)) return true
    const length = decodeBytes(body, pos, end, room)
    if (length < 0) return false
    yield room.subarray(0, length)
    pos = lineEnd + 1
  }
  return false
}

const CR = 0x0d

function withoutReturns(body: Buffer, start: number, end: number): number {
  if (end === start || body[end - 1] !== CR) return end
  return end - 1 > start && body[end - 2] === CR ? end - 2 : end - 1
}

const isEndLine = (body: Buffer, start: number, end: number): boolean =>
  body[start] === 0x65 && body.toString('latin1', start, end).trimEnd() === 'end'

/** Like `decodeLine`, for bytes: returns how many it wrote, or -1. */
function decodeBytes(body: Buffer, start: number, end: number, out: Buffer): number {
  const first = body[start] ?? 0
  if (end === start || (end - start === 1 && (first === 0x60 || first === 0x20))) return 0
  const length = (first - 32) & 63
  const groups = Math.ceil(length / 3)
  if (first < 32 || first > 96 || end - start > groups * 4 + 3) return -1
  for (let i = 0; i < groups; i++) {
    let value = 0
    for (let at = start + i * 4 + 1; at < start + i * 4 + 5; at++) {
      const code = at < end ? (body[at] ?? 0) : 32
      if (code < 32 || code > 96) return -1
      value = (value << 6) | ((code - 32) & 63)
    }
    out[i * 3] = value >> 16
    out[i * 3 + 1] = value >> 8
    out[i * 3 + 2] = value
  }
  return length
}

function lineEndIn(body: Buffer, start: number): number {
  const end = body.indexOf(0x0a, start)
  return end < 0 ? body.length : end
}

function nextBegin(text: string, from: number): number {
  const found = text.indexOf('\nbegin', from)
  return found < 0 ? -1 : found + 1
}

function blockAt(text: string, start: number): UuBlock | null {
  const firstEnd = lineEnd(text, start)
  const match = BEGIN.exec(text.slice(start, Math.min(firstEnd, start + 300)).trimEnd())
  if (!match?.[1]) return null
  const lines: Buffer[] = []
  for (let pos = firstEnd + 1; pos < text.length; ) {
    const end = lineEnd(text, pos)
    const line = text.slice(pos, end).replace(/\r$/, '')
    if (line.trimEnd() === 'end') {
      return { start, end: Math.min(end + 1, text.length), filename: match[1], content: Buffer.concat(lines) }
    }
    const decoded = decodeLine(line)
    if (!decoded) return null
    lines.push(decoded)
    pos = end + 1
  }
  return null
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

/** The first character tells the number of bytes; four characters carry three. Trailing blanks may be missing. */
function decodeLine(line: string): Buffer | null {
  if (line === '' || line === '`' || line === ' ') return Buffer.alloc(0)
  const length = (line.charCodeAt(0) - 32) & 63
  const groups = Math.ceil(length / 3)
  if (line.charCodeAt(0) < 32 || line.charCodeAt(0) > 96 || line.length > groups * 4 + 3) return null
  const out = Buffer.alloc(groups * 3)
  for (let i = 0; i < groups; i++) {
    let value = 0
    for (let k = 1; k <= 4; k++) {
      const code = i * 4 + k < line.length ? line.charCodeAt(i * 4 + k) : 32
      if (code < 32 || code > 96) return null
      value = (value << 6) | ((code - 32) & 63)
    }
    out.writeUIntBE(value, i * 3, 3)
  }
  return out.subarray(0, length)
}
