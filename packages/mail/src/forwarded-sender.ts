import type { ForwardBlock } from './body/forward-block.ts'
import { headerKinds } from './body/quote-dividers.ts'
import type { MailAddress } from './parsed-mail.ts'

const MAX_VALUE = 2_000
const ADDRESS =
  /^[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@.]+(?:\.[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@.]+)+$/u
/** Longer than a valid address: a cut at the beginning would give another address. */
const ANY_ADDRESS = /[^\s<>()[\]"@]{1,320}@[^\s<>()[\]"'@]{1,255}/g
/** The sign, and its wide and small forms in Unicode. */
const AT = /[@\uff20\ufe6b]/

export const isAddress = (value: string): boolean => ADDRESS.test(value)

/**
 * The sender in the header lines of a forwarded mail, with wrapped lines joined. Null
 * where several lines name one: a long name or subject, of the sender's choice, wraps to a line that looks like it.
 */
export function fromOf(lines: readonly string[], { start, bodyStart }: ForwardBlock): string | null {
  const texts = lines.slice(start, bodyStart + MAX_WRAPPED).map(line => line.replace(/^\s{0,3}> ?/, ''))
  const named = texts.flatMap((text, at) => (headerKinds(text).includes('from') ? [at] : []))
  const inBlock = named.filter(at => at <= bodyStart - start)
  const [first = -1] = inBlock
  const others = inBlock.slice(1).filter(at => isFromAlone(texts[at]))
  if (first < 0 || !isFromAlone(texts[first]) || others.length > 0) return null
  const below = texts.slice(first + 1)
  const end = below.findIndex(text => text.trim() === '' || headerKinds(text).length > 0)
  const value = [texts[first]?.replace(/^[^:：]*[:：]/, ''), ...below.slice(0, end < 0 ? undefined : end)].join(' ')
  return value.trim()
}

const MAX_WRAPPED = 30

/** Reply-To counts as a header line of a quotation, but does not name the sender. */
const isFromAlone = (line = ''): boolean => headerKinds(line).every(kind => kind === 'from')

/**
 * The one address that all of the values have. The name before it is the sender's own choice and may hold an address,
 * too: no position in the line shows which of several is right. Outlook writes an address twice when it turns a link into text.
 */
export function senderOf(values: (string | null)[]): MailAddress | null {
  const texts = values.map(value => (value ?? '').replaceAll('mailto:', ''))
  if (values.includes(null) || texts.some(it => it.length > MAX_VALUE)) return null
  const found = texts.flatMap(it => it.match(ANY_ADDRESS) ?? []).map(it => it.replace(/^'+|[',;]+$/g, ''))
  const [address] = found
  if (!address || !isAddress(address) || found.some(it => !isSame(it, address))) return null
  if (texts.some(it => AT.test(it.toLowerCase().replaceAll(address.toLowerCase(), '')))) return null
  const text = texts.find(it => it.includes(address)) ?? ''
  const name = cleanName(text.slice(0, text.indexOf(address)))
  return { name: isSame(name, address) ? '' : name, address }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

function cleanName(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Cf}<[(*"]+/gu, ' ')
    .replace(/^[\s']+|[\s']+$/g, '')
    .replace(/ {2,}/g, ' ')
    .slice(0, 500)
}
