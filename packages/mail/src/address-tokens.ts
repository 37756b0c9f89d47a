export type AddressToken = {
  kind: 'text' | 'quoted' | 'comment' | 'angle' | 'comma' | 'semicolon' | 'colon'
  text: string
}

const PUNCTUATION: Record<string, AddressToken['kind']> = { ',': 'comma', ';': 'semicolon', ':': 'colon' }

/**
 * The lexical level of RFC 5322 3.2: quoted strings, nested comments, angle brackets. A quote, comment or bracket that
 * is never closed is read as an ordinary character, so that it can't swallow the rest of the field.
 */
export function tokeniseAddresses(value: string): AddressToken[] {
  const closers = lastClosers(value)
  const tokens: AddressToken[] = []
  let text = ''
  let isInGroup = false
  const flush = () => {
    if (text.trim()) tokens.push({ kind: 'text', text: text.trim() })
    text = ''
  }
  for (let pos = 0; pos < value.length; ) {
    const character = value.charAt(pos)
    const shifted = endOfShift(value, pos, closers)
    if (shifted > pos) {
      text += value.slice(pos, shifted)
      pos = shifted
      continue
    }
    const enclosed = enclosedAt(value, pos, closers)
    const kind = PUNCTUATION[character]
    if (enclosed) {
      // A quoted local part belongs to the address that follows it.
      if (enclosed.kind === 'quoted' && value[enclosed.end] === '@') text += value.slice(pos, enclosed.end)
      else {
        flush()
        tokens.push({ kind: enclosed.kind, text: enclosed.text })
      }
      pos = enclosed.end
      continue
    }
    if (kind && (kind !== 'colon' || startsGroup(text, isInGroup))) {
      flush()
      tokens.push({ kind, text: character })
      isInGroup = kind === 'colon' || (isInGroup && kind !== 'semicolon')
    } else text += character === '\t' ? ' ' : character
    pos++
  }
  flush()
  return tokens
}

/** Raw ISO-2022-JP (RFC 1468) from its escape to the one back to ASCII: the brackets and quotes inside are letters. */
function endOfShift(value: string, pos: number, closers: Closers): number {
  if (value[pos] !== '\u001b') return pos
  if (value[pos + 1] === '(') return pos + 3
  return value[pos + 1] === '$' && closers.shift > pos ? value.indexOf('\u001b(', pos) + 3 : pos
}

/** `Friends: a@b, c@d;` but neither `mailto:a@b` nor a colon inside a name that an address follows. */
function startsGroup(text: string, isInGroup: boolean): boolean {
  return !isInGroup && !text.includes('@') && !/(?:^|[\s[(])(?:mailto|smtp)$/i.test(text)
}

type Closers = { quote: number; parenthesis: number; angle: number; shift: number }

function lastClosers(value: string): Closers {
  return {
    quote: value.lastIndexOf('"'),
    parenthesis: value.lastIndexOf(')'),
    angle: value.lastIndexOf('>'),
    shift: value.lastIndexOf('\u001b('),
  }
}

type Enclosed = { kind: 'quoted' | 'comment' | 'angle'; text: string; end: number }

function enclosedAt(value: string, pos: number, closers: Closers): Enclosed | null {
  const character = value.charAt(pos)
  if (character === '"' && closers.quote > pos) return quotedAt(value, pos, closers)
  if (character === '(' && closers.parenthesis > pos) return commentAt(value, pos, closers)
  if (character === '<' && closers.angle > pos) return angleAt(value, pos)
  return null
}

function quotedAt(value: string, start: number, closers: Closers): Enclosed | null {
  let text = ''
  for (let pos = start + 1; pos <= closers.quote; pos++) {
    const character = value.charAt(pos)
    if (character === '\\' && pos + 1 < value.length) text += value.charAt(++pos)
    else if (character === '"') return { kind: 'quoted', text, end: pos + 1 }
    else text += character
  }
  closers.quote = start
  return null
}

function commentAt(value: string, start: number, closers: Closers): Enclosed | null {
  let text = ''
  let depth = 0
  for (let pos = start; pos <= closers.parenthesis; pos++) {
    const character = value.charAt(pos)
    if (character === '\\' && pos + 1 < value.length) text += value.charAt(++pos)
    else if (character === '(' && depth++ === 0) continue
    else if (character === ')' && --depth === 0) return { kind: 'comment', text: text.trim(), end: pos + 1 }
    else text += character
  }
  closers.parenthesis = start
  return null
}

/** Quotes and comments inside the brackets are checked later; a second `<` starts the bracket again. */
function angleAt(value: string, start: number): Enclosed {
  let open = start
  let isQuoted = false
  for (let pos = start + 1; pos < value.length; pos++) {
    const character = value.charAt(pos)
    if (character === '"') isQuoted = !isQuoted
    else if (character === '<' && !isQuoted) open = pos
    else if (character === '>' && !isQuoted) return { kind: 'angle', text: value.slice(open + 1, pos), end: pos + 1 }
  }
  const close = value.indexOf('>', start)
  return { kind: 'angle', text: value.slice(start + 1, close), end: close + 1 }
}
