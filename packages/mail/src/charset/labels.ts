import { isCodePage } from './code-pages.ts'

/** Labels in mail that the WHATWG list (https://encoding.spec.whatwg.org/) lacks. */
const ALIASES: Record<string, string> = {
  'utf-7': 'utf-7',
  utf7: 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  'hz-gb-2312': 'hz-gb-2312',
  hz: 'hz-gb-2312',
  'iso-2022-kr': 'iso-2022-kr',
  csiso2022kr: 'iso-2022-kr',
  'iso-2022-cn': 'iso-2022-cn',
  'iso-2022-cn-ext': 'iso-2022-cn',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-2004': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-ext': 'iso-2022-jp',
  jis: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  shiftjis: 'shift_jis',
  'x-sjis-cp932': 'shift_jis',
  eucjp: 'euc-jp',
  'x-eucjp': 'euc-jp',
  cp51932: 'euc-jp',
  'eucjp-ms': 'euc-jp',
  cp936: 'gbk',
  'windows-936': 'gbk',
  euccn: 'gbk',
  'euc-cn': 'gbk',
  gb18030: 'gb18030',
  cp950: 'big5',
  'windows-950': 'big5',
  'big5-eten': 'big5',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  ks_c_5601: 'euc-kr',
  'windows-1252http-equivcontent-type': 'windows-1252',
  ansi: 'windows-1252',
  'iso-8859-11': 'windows-874',
  tis620: 'windows-874',
  cp874: 'windows-874',
  'iso-8859-8-i': 'windows-1255',
  '437': 'cp437',
  '850': 'cp850',
  '852': 'cp852',
  'pc-multilingual-850+euro': 'cp858',
  ibm00858: 'cp858',
  'x-mac-centraleurroman': 'x-mac-ce',
  'x-mac-centraleurope': 'x-mac-ce',
  roman8: 'hp-roman8',
  'x-mac-cyrillic': 'x-mac-cyrillic',
  macroman: 'macintosh',
  'x-mac-roman': 'macintosh',
  utf8mb4: 'utf-8',
  'utf-8-sig': 'utf-8',
  cp65001: 'utf-8',
  utf: 'utf-8',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  'iso-10646-ucs-2': 'utf-16',
  'utf-32': 'utf-32be',
  'utf-32be': 'utf-32be',
  'utf-32le': 'utf-32le',
  'iso-10646-ucs-4': 'utf-32be',
  euckr: 'euc-kr',
  'euc-kr': 'euc-kr',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  'latin-1': 'windows-1252',
  'iso-latin-1': 'windows-1252',
}

/** Labels without meaning: the charset must be detected. US-ASCII too, because it is wrong if there are other bytes. */
const EMPTY = new Set([
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  '7bit',
  '8bit',
  'unknown',
  // The characters of a teletext terminal; mail with this label is in the default charset of its program.
  'ansi_x3.110-1983',
  'unknown-8bit',
  'x-unknown',
  'x-unknown-8bit',
  'default',
  'x-user-defined',
  'none',
  'auto',
  '_autodetect_all',
  'iso-10646',
])

const known = new Map<string, string | null>()

/** The decoder name for `label`; null if it has no meaning or is unknown. */
export function resolveCharset(label: string | null | undefined): string | null {
  if (!label || label.length > 60) return null
  const trimmed = label
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .toLowerCase()
  const cached = known.get(trimmed)
  if (cached !== undefined) return cached
  const resolved = lookUp(trimmed)
  if (known.size < 1_000) known.set(trimmed, resolved)
  return resolved
}

function lookUp(label: string): string | null {
  if (EMPTY.has(label)) return null
  for (const spelling of spellings(label)) {
    const alias = ALIASES[spelling]
    if (alias) return alias
    if (isCodePage(spelling)) return spelling
    const name = nameOf(spelling)
    if (name) return name
  }
  return null
}

/** `utf_8`, `iso 8859 1`, `iso8859-15`, `cp-1252`, `x-windows-1251` and `"utf-8;format=flowed"` all occur. */
function spellings(label: string): string[] {
  const head = label.split(/[;,\s*]/, 1)[0] ?? ''
  const bare = head.replace(/^(?:x-|cs)/, '')
  const dashed = bare.replace(/[_\s]+/g, '-')
  const page = /^(?:cp|win|windows|ms|ibm|x-cp)[-_ ]?(\d{3,5})$/.exec(bare)?.[1]
  const iso = /^(?:iso)?[-_ ]?8859[-_ ]?(\d{1,2})/.exec(label)?.[1]
  return [
    label,
    head,
    bare,
    dashed,
    page ? `cp${page}` : '',
    page ? `windows-${page}` : '',
    iso ? `iso-8859-${iso}` : '',
  ]
}

function nameOf(label: string): string | null {
  if (label === '') return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}
