/** How much of a mail is read before it is parsed. */
export const MAX_HEAD = 256 * 1024
/** https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1 */
const MAX_ID = 998
const NAME = 'message-id'
const LF = 0x0a
const CR = 0x0d

/**
 * The Message-ID of a mail whose first bytes are `head`, or null. Cheap enough to run before anything is parsed; it
 * agrees with `parseMail` on the same mail.
 */
export function peekMessageId(head: Uint8Array): string | null {
  const end = Math.min(head.length, MAX_HEAD)
  let pos = startOfHeaders(head, end)
  while (pos < end) {
    const lineEnd = endOfLine(head, pos, end)
    if (lineEnd === pos) return null
    if (isMessageIdLine(head, pos, lineEnd)) {
      const id = firstMessageId(unfold(head, pos, end))
      if (id) return id
    }
    pos = afterBreak(head, lineEnd, end)
  }
  return null
}

/**
 * The first `<…>` of a header value, without white space from folding. A bare `id@host` gets
 * brackets.
 */
export function firstMessageId(value: string): string | null {
  return messageIds(value)[0] ?? null
}

/** Every id of a References or In-Reply-To value, separated by white space, commas or nothing. */
export function messageIds(value: string): string[] {
  const ids: string[] = []
  let pos = 0
  while (pos < value.length) {
    const open = value.indexOf('<', pos)
    ids.push(...bareIds(value.slice(pos, open < 0 ? value.length : open)))
    if (open < 0) break
    const close = endOfId(value, open + 1)
    const id = value.slice(open + 1, close).replace(/\s+/g, '')
    if (id && id.length <= MAX_ID) ids.push(`<${id}>`)
    pos = value[close] === '>' ? close + 1 : close
  }
  return ids
}

/** An id that is never closed ends where the next one begins. */
function endOfId(value: string, start: number): number {
  for (let i = start; i < value.length; i++) if (value[i] === '>' || value[i] === '<') return i
  return value.length
}

function bareIds(text: string): string[] {
  return text
    .split(/[\s,>]+/)
    .filter(token => token.length <= MAX_ID && /^[^@"()]+@[^@"()]+$/.test(token))
    .map(token => `<${token}>`)
}

/** Skips a byte order mark and blank lines, as `parseMail` does. */
function startOfHeaders(head: Uint8Array, end: number): number {
  let pos = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  while (pos < end && (head[pos] === CR || head[pos] === LF)) pos++
  return pos
}

function isMessageIdLine(head: Uint8Array, start: number, end: number): boolean {
  if (end - start <= NAME.length) return false
  for (let i = 0; i < NAME.length; i++) if (((head[start + i] ?? 0) | 0x20) !== lowered(i)) return false
  let pos = start + NAME.length
  while (head[pos] === 0x20 || head[pos] === 0x09) pos++
  return head[pos] === 0x3a
}

/** `-` already has the bit that makes letters small. */
function lowered(index: number): number {
  return NAME.charCodeAt(index) | 0x20
}

function unfold(head: Uint8Array, start: number, end: number): string {
  let stop = endOfLine(head, start, end)
  for (let next = afterBreak(head, stop, end); head[next] === 0x20 || head[next] === 0x09; ) {
    stop = endOfLine(head, next, end)
    next = afterBreak(head, stop, end)
    if (stop - start > 16 * MAX_ID) break
  }
  const line = Buffer.from(head.buffer, head.byteOffset + start, stop - start).toString('latin1')
  return line.slice(line.indexOf(':') + 1)
}

function endOfLine(head: Uint8Array, start: number, end: number): number {
  let pos = start
  while (pos < end && head[pos] !== LF && head[pos] !== CR) pos++
  return pos
}

function afterBreak(head: Uint8Array, lineEnd: number, end: number): number {
  if (lineEnd >= end) return end
  return head[lineEnd] === CR && head[lineEnd + 1] === LF ? lineEnd + 2 : lineEnd + 1
}
