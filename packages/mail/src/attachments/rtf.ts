import { decodeCharset } from '../charset/decode.ts'

/** MS-OXRTFCP 2.1.3.1.1 */
const COMPRESSED = 0x75465a4c
const UNCOMPRESSED = 0x414c454d
const WINDOW = 4_096
const MAX_OUTPUT = 8 * 1024 * 1024
const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
/** Groups whose content is not text. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet info pict object header footer generator themedata xmlnstbl'.split(' '),
)
const BREAKS: Record<string, string> = { par: '\n', line: '\n', tab: '\t', cell: '\t', row: '\n', bullet: '•' }
const SIGNS: Record<string, string> = {
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  endash: '–',
  emdash: '—',
}

/** The text of a compressed RTF body; null if it is invalid. */
export function decompressRtf(bytes: Buffer): string | null {
  if (bytes.length < 16) return null
  const magic = bytes.readUInt32LE(8)
  if (magic === UNCOMPRESSED) return textOfRtf(bytes.subarray(16))
  return magic === COMPRESSED ? textOfRtf(inflate(bytes.subarray(16), bytes.readUInt32LE(4))) : null
}

function inflate(input: Buffer, declaredSize: number): Buffer {
  const size = Math.min(declaredSize, MAX_OUTPUT)
  const out = Buffer.alloc(size)
  const window = Buffer.alloc(WINDOW)
  window.write(DICTIONARY, 'latin1')
  let head = DICTIONARY.length
  let length = 0
  const put = (byte: number) => {
    if (length < size) out[length++] = byte
    window[head] = byte
    head = (head + 1) % WINDOW
  }
  for (let pos = 0; pos < input.length && length < size; ) {
    const control = input[pos++] ?? 0
    for (let bit = 0; bit < 8 && pos < input.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(input[pos++] ?? 0)
        continue
      }
      const reference = ((input[pos] ?? 0) << 8) | (input[pos + 1] ?? 0)
      pos += 2
      const offset = reference >> 4
      if (offset === head) return out.subarray(0, length)
      for (let k = 0; k < (reference & 15) + 2; k++) put(window[(offset + k) % WINDOW] ?? 0)
    }
  }
  return out.subarray(0, length)
}

type Group = { isSilent: boolean; isHtmlTag: boolean; skip: number }

/** RTF 1.9.1, as far as the text needs it: groups, control words, \'hh and \u escapes. */
function textOfRtf(bytes: Buffer): string {
  const source = bytes.toString('latin1')
  const codepage = /\\ansicpg(\d{3,5})/.exec(source.slice(0, 1_000))?.[1]
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
  const groups: Group[] = [{ isSilent: false, isHtmlTag: false, skip: 1 }]
  let out = ''
  let pending: number[] = []
  const flush = () => {
    if (pending.length > 0) out += decodeCharset(Uint8Array.from(pending), codepage ? `cp${codepage}` : null)
    pending = []
  }
  for (const [, word, number, hex, symbol, brace, text] of source.matchAll(token)) {
    const group = groups.at(-1)
    if (!group) break
    if (hex !== undefined) {
      if (!group.isSilent) pending.push(Number.parseInt(hex, 16))
      continue
    }
    flush()
    if (brace === '{') groups.push({ ...group })
    else if (brace === '}' && groups.length > 1) groups.pop()
    else if (symbol === '*') group.isSilent = true
    else if (word !== undefined) out += takeWord(group, word, number)
    else if (!group.isSilent) out += symbol === '~' ? ' ' : /^[\\{}]$/.test(symbol ?? '') ? symbol : (text ?? '')
  }
  flush()
  return out.trim()
}

function takeWord(group: Group, word: string, number: string | undefined): string {
  if (SILENT.has(word)) group.isSilent = true
  if (group.isSilent) return ''
  if (word === 'u' && number !== undefined) return String.fromCharCode(Number(number) & 0xffff)
  return BREAKS[word] ?? SIGNS[word] ?? ''
}
