import { type AddressToken, tokeniseAddresses } from './address-tokens.ts'
import { storable } from './charset/decode.ts'
import { decodeHeaderText, hasEncodedWord } from './mime/encoded-words.ts'
import type { MailAddress } from './parsed-mail.ts'

export type AddressList = {
  addresses: MailAddress[]
  /** Another parser may read another address here. https://www.rfc-editor.org/rfc/rfc5322#section-3.4 */
  isSuspicious: boolean
}

/** `isBroken`: a second pair of brackets, or text behind the first. */
type Draft = { phrase: string[]; quoted: string[]; angle: string | null; comments: string[]; isBroken: boolean }

const MAX_ADDRESSES = 1_000
/** The most unquoted commas in one name. */
const MAX_COMMAS = 20
const MAX_HEADER = 256 * 1024
const BARE_ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/
/** Quotes without a second address, and without a separator at which a careless parser would split. */
const PLAIN_QUOTED = /^"[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]{1,62}"@[^\s<>()[\]\\,;:"@]+$/
const DOMAIN_LITERAL = /^[^\s<>()[\]\\,;:"@]+@\[[0-9A-Za-z.:]+\]$/

/**
 * Reads a From, To, Cc or Reply-To value (undecoded, one character a byte). The structure is read before encoded words
 * are decoded, so that nothing inside one can become an address. Linear in the length of the value.
 */
export function parseAddressList(value: string, hint?: string | null): AddressList {
  const list: AddressList = { addresses: [], isSuspicious: value.length > MAX_HEADER }
  let pending: Draft | null = null
  for (const draft of draftsOf(tokeniseAddresses(value.slice(0, MAX_HEADER)))) {
    const whole: Draft = pending ? mergeDrafts(pending, draft) : draft
    // `Doe, Jane <jane@…>`: a comma that the sender should have quoted.
    pending = hasAddress(whole) ? null : whole.phrase.length > MAX_COMMAS ? draft : whole
    if (!pending) addMailbox(list, whole, hint)
    if (list.addresses.length >= MAX_ADDRESSES) return list
  }
  if (pending && list.addresses.length === 0) addNameless(list, pending, value, hint)
  return list
}

function* draftsOf(tokens: AddressToken[]): Generator<Draft> {
  let draft = newDraft()
  /** How many words precede the bracket: what follows it may be the name of another mailbox. */
  let wordsBefore = 0
  for (const token of tokens) {
    if (token.kind === 'comma' || token.kind === 'semicolon') {
      if (!isEmpty(draft)) yield draft
      draft = newDraft()
    } else if (token.kind === 'colon') {
      // The text before a colon is the name of a group.
      draft = newDraft()
    } else if (token.kind === 'angle') {
      if (draft.angle !== null && token.text.includes('@')) {
        // `C <c@x> D <d@x>`: a comma is missing.
        const next = { ...newDraft(), phrase: draft.phrase.splice(wordsBefore), quoted: draft.quoted, isBroken: true }
        yield { ...draft, isBroken: true }
        draft = next
      }
      draft.isBroken ||= draft.angle !== null
      draft.angle ??= token.text
      wordsBefore = draft.phrase.length
    } else if (token.kind === 'comment') draft.comments.push(token.text)
    else if (token.kind === 'text' && isEmpty(draft) && areAddresses(token.text)) {
      // `c@x d@x`: two mailboxes, but the last may be the name of what follows.
      const words = token.text.split(/\s+/)
      for (const word of words.slice(0, -1)) yield { ...newDraft(), phrase: [word], isBroken: true }
      draft.phrase.push(words.at(-1) ?? '')
      draft.isBroken = true
    } else if (token.kind === 'text' && draft.angle !== null && BARE_ADDRESS.test(token.text)) {
      yield { ...draft, isBroken: true }
      draft = { ...newDraft(), phrase: [token.text], isBroken: true }
    } else {
      draft.isBroken ||= draft.angle !== null
      draft.phrase.push(token.text)
      if (token.kind === 'quoted') draft.quoted.push(token.text)
    }
  }
  if (!isEmpty(draft)) yield draft
}

function areAddresses(text: string): boolean {
  const words = text.split(/\s+/, MAX_COMMAS)
  return words.length > 1 && words.every(it => BARE_ADDRESS.test(it))
}

const newDraft = (): Draft => ({ phrase: [], quoted: [], angle: null, comments: [], isBroken: false })
const isEmpty = (it: Draft) => it.phrase.length === 0 && it.angle === null && it.comments.length === 0

function hasAddress(draft: Draft): boolean {
  return draft.angle?.trim() ? true : draft.phrase.some(it => it.includes('@'))
}

function mergeDrafts(first: Draft, second: Draft): Draft {
  const lastWord = first.phrase.at(-1)
  const joined = lastWord === undefined ? [] : [...first.phrase.slice(0, -1), `${lastWord},`]
  return {
    ...second,
    phrase: [...joined, ...second.phrase],
    quoted: [...first.quoted, ...second.quoted],
    comments: [...first.comments, ...second.comments],
  }
}

function addMailbox(list: AddressList, draft: Draft, hint?: string | null): void {
  const { spec, name, isOdd } =
    draft.angle?.includes('@') || (draft.angle?.trim() && !draft.phrase.length)
      ? fromAngle(draft)
      : fromBareWords(draft)
  const address = storable(decodeHeaderText(spec, hint)).trim()
  list.addresses.push({ name: cleanName(decodeHeaderText(name, hint)), address })
  list.isSuspicious ||=
    isOdd || draft.isBroken || isOddSpec(spec) || isInvisibleIn(address) || hidesAnother(draft, name, address, hint)
}

function fromAngle(draft: Draft): { spec: string; name: string; isOdd: boolean } {
  const inner = withoutQuotes((draft.angle ?? '').replace(/^[\s<]*(?:mailto:)?|[\s>]*$/gi, ''))
  const route = /^@[^:]*:/.exec(inner)
  const packed = route ? inner.slice(route[0].length) : inner
  const spec = packed.replace(/\s+/g, '')
  const name = draft.phrase.join(' ') || draft.comments.join(' ')
  if (spec.includes('@')) return { spec, name, isOdd: route !== null || spec !== packed }
  // `jane@example.com <jane>`: only the words before the bracket are an address.
  const word = draft.phrase.find(it => BARE_ADDRESS.test(it))
  return word ? { spec: word, name: inner, isOdd: true } : { spec, name, isOdd: false }
}

/** `jane@example.com`, `jane@example.com (Jane)` and mailboxes that lack a bracket. */
function fromBareWords(draft: Draft): { spec: string; name: string; isOdd: boolean } {
  const words = draft.phrase.flatMap(it => (draft.quoted.includes(it) ? [it] : wordsOf(it)))
  const candidates = words.filter(it => it.includes('@') && !draft.quoted.includes(it))
  const spec = candidates.at(-1) ?? words.find(it => it.includes('@')) ?? ''
  const rest = words.filter(it => it !== spec).join(' ')
  return { spec, name: rest || draft.comments.join(' '), isOdd: rest !== '' || candidates.length !== 1 }
}

/** A quoted local part keeps its blanks; a single bracket is dropped. */
function wordsOf(text: string): string[] {
  const joined = text.replace(/(\S)\s{1,9}@\s{1,9}(\S)/g, '$1@$2')
  return (joined.match(/"(?:[^"\\]|\\.)*"\S*|\S+/g) ?? []).map(word =>
    word.includes('@') ? withoutQuotes(unlinked(word.replace(/^<+/, ''))) : word,
  )
}

/** `mailto:c@x?subject=y`, `[c@x]` and `[mailto:c@x]`, which Outlook writes below a name. */
const unlinked = (word: string) =>
  /^(?:\[(?:(?:mailto|smtp):)?|(?:mailto|smtp):)([^[\]?]+)(?:\?[^[\]]*)?\]?$/i.exec(word)?.[1] ?? word

const withoutQuotes = (spec: string) => /^'([^']+@[^']+)'$/.exec(spec)?.[1] ?? spec

function isOddSpec(spec: string): boolean {
  if (![BARE_ADDRESS, PLAIN_QUOTED, DOMAIN_LITERAL].some(it => it.test(spec))) return true
  return spec.includes('=?') || [...spec].some(it => it < ' ' || it === '\u007f')
}

/** Zero-width and direction characters make an address look like another. */
function isInvisibleIn(address: string): boolean {
  return /[\p{Cc}\p{Cf}]/u.test(address)
}

/** An address other than the real one that some readers show, or take, instead. */
function hidesAnother(draft: Draft, name: string, address: string, hint?: string | null): boolean {
  const real = address.toLowerCase()
  const mentions = (text: string) => text.includes('@') && !text.toLowerCase().includes(real)
  if (draft.comments.some(it => mentions(decodeHeaderText(it, hint)))) return true
  const unquoted = draft.phrase.filter(it => !draft.quoted.includes(it))
  if (
    draft.angle !== null &&
    unquoted.some(it => it.split(/\s+/).some(word => BARE_ADDRESS.test(word) && mentions(word)))
  ) {
    return true
  }
  return hasEncodedWord(name) && mentions(decodeHeaderText(name, hint))
}

/** No address: only a name, a local user, or a header that is one encoded word. */
function addNameless(list: AddressList, draft: Draft, value: string, hint?: string | null): void {
  const decoded = decodeHeaderText(value, hint)
  if (hasEncodedWord(value) && decoded.includes('@')) {
    const inner = parseAddressList(Buffer.from(decoded.replaceAll('=?', '= ?')).toString('latin1'), 'utf-8')
    list.addresses.push(...inner.addresses)
    list.isSuspicious = true
    return
  }
  const commented = draft.comments.flatMap(it => it.split(/\s+/).map(unlinked)).find(it => BARE_ADDRESS.test(it))
  if (commented) {
    list.addresses.push({ name: cleanName(decodeHeaderText(draft.phrase.join(' '), hint)), address: commented })
    list.isSuspicious = true
    return
  }
  // `root (Cron Daemon)`: the comment is the name.
  const name = cleanName(decodeHeaderText((draft.comments.length > 0 ? draft.comments : draft.phrase).join(' '), hint))
  if (name) list.addresses.push({ name, address: '' })
}

function cleanName(name: string): string {
  const line = storable(name)
    .replace(/[\p{Cc} ]+/gu, ' ')
    .trim()
  const unquoted = /^(["'])(.*)\1$/.exec(line)
  const bare = (unquoted?.[2] ?? line).trim().slice(0, 500)
  // The rest of a surplus bracket.
  return /^[<>[\]]+$/.test(bare) ? '' : bare
}
