const LF = 0x0a
const CR = 0x0d

/** Where the line that starts at `start` ends, its line break (LF, CRLF, CRCRLF) not included. */
export function endOfLine(raw: Buffer, start: number): number {
  const lf = raw.indexOf(LF, start)
  return withoutReturns(raw, start, lf < 0 ? raw.length : lf)
}

/**
 * The same for header lines, which a lone CR also ends: some readers treat the text after it as a separate
 * line, and a second From must not be missed there.
 */
export function endOfHeaderLine(raw: Buffer, start: number): number {
  const lf = raw.indexOf(LF, start)
  const end = lf < 0 ? raw.length : lf
  const cr = raw.subarray(start, end).indexOf(CR)
  return cr < 0 ? end : start + cr
}

/** The start of the line after the one that ends at `end`. */
export function nextLine(raw: Buffer, end: number): number {
  let pos = end
  while (raw[pos] === CR) pos++
  return raw[pos] === LF ? pos + 1 : pos
}

/** The end of a body whose last line break belongs to the delimiter at `delimiter` (RFC 2046 5.1.1). */
export function beforeLineBreak(raw: Buffer, start: number, delimiter: number): number {
  if (delimiter <= start || raw[delimiter - 1] !== LF) return Math.max(start, delimiter)
  return raw[delimiter - 2] === CR && delimiter - 2 >= start ? delimiter - 2 : delimiter - 1
}

export function isBlankLine(raw: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (raw[i] !== 0x20 && raw[i] !== 0x09) return false
  return true
}

/** Mail from systems that end lines with a lone CR has no LF at all near its start. */
export function withLineFeeds(raw: Buffer): Buffer {
  const head = raw.subarray(0, 64 * 1024)
  if (head.includes(LF) || !head.includes(CR)) return raw
  const copy = Buffer.from(raw)
  for (let i = 0; i < copy.length; i++) if (copy[i] === CR) copy[i] = LF
  return copy
}

function withoutReturns(raw: Buffer, start: number, end: number): number {
  let pos = end
  while (pos > start && raw[pos - 1] === CR) pos--
  return pos
}
