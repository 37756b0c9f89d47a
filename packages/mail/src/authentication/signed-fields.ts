import { parseStructuredHeader } from '../mime/parameters.ts'
import { transferEncodingOf } from '../mime/transfer.ts'
import type { BodyForm } from './body-form.ts'
import { fieldValue, type HeadField } from './mail-head.ts'

/** A reply or a shared ticket goes to these addresses. */
export const RECIPIENT_FIELDS = ['to', 'cc', 'reply-to'] as const

/** With these a list that replaces the sender names the writer, and itself as a list (RFC 2919). */
export const LIST_FIELDS = ['x-original-from', 'x-original-sender', 'list-id'] as const

const CONTENT_TYPE = 'content-type'
const ENCODING = 'content-transfer-encoding'

/** Charsets that contain ASCII: another one of them shows the same text. */
const CHARSET =
  /^(?:utf-?8|(?:us-)?ascii|iso-8859-\d{1,2}|windows-(?:874|125\d)|koi8-[ru]|gb(?:k|2312|18030)|big5|euc-(?:jp|kr)|shift_jis)?$/i
const MULTIPART = /^multipart\/(?:alternative|mixed|related|report|signed)$/
const PLAIN_ENCODINGS = ['', '7bit', '8bit', 'binary']

/**
 * The fields of a mail of which a signature does not cover every copy (RFC 6376, section 5.4.2). `signed` has a
 * name for each copy that it covers.
 */
export function unsignedFields(
  fields: readonly HeadField[],
  signed: readonly string[],
  keys: readonly string[],
): string[] {
  const missing = new Map<string, number>()
  for (const { key } of fields) missing.set(key, (missing.get(key) ?? 0) + 1)
  for (const key of signed) missing.set(key, (missing.get(key) ?? 0) - 1)
  return keys.filter(key => (missing.get(key) ?? 0) > 0)
}

/**
 * Why a signature that covers these fields does not prove what the desk shows; null if it does. Anybody who has a signed mail
 * can change the fields that it does not cover. Few signers cover all, so only these must be covered: the Subject,
 * and the fields that decide how the body is read, unless it can be read in only one way.
 */
export function refusalOf(fields: readonly HeadField[], signed: readonly string[], form: BodyForm): string | null {
  const unsigned = unsignedFields(fields, signed, ['subject', CONTENT_TYPE, ENCODING])
  if (unsigned.includes('subject')) return 'It does not cover the Subject.'
  const content = contentOf(fields)
  if (unsigned.includes(CONTENT_TYPE) && !isTypeHarmless(content, form)) return 'It does not cover the Content-Type.'
  return unsigned.includes(ENCODING) && !isEncodingHarmless(content, form)
    ? 'It does not cover the Content-Transfer-Encoding.'
    : null
}

/** The fields that decide how the body is read. */
function contentOf(fields: readonly HeadField[]) {
  const value = (key: string) => {
    const field = fields.find(it => it.key === key)
    return field && fieldValue(field)
  }
  const { value: type, params } = parseStructuredHeader(value(CONTENT_TYPE) ?? 'text/plain')
  return { type, params, encoding: transferEncodingOf(value(ENCODING)) }
}

type Content = ReturnType<typeof contentOf>

function isTypeHarmless({ type, params, encoding }: Content, form: BodyForm): boolean {
  if (MULTIPART.test(type)) return form.isFramedBy(params.get('boundary')?.trimEnd() ?? '')
  if (form.startsWithDelimiter || !CHARSET.test(params.get('charset') ?? '')) return false
  return type === 'text/plain' || (type === 'text/html' && form.startsWithTag(encoding))
}

function isEncodingHarmless({ type, encoding }: Content, form: BodyForm): boolean {
  if (PLAIN_ENCODINGS.includes(encoding)) return true
  if (type.startsWith('multipart/')) return false
  return (encoding === 'base64' && form.isBase64) || (encoding === 'quoted-printable' && form.isQuotedPrintable)
}

/** The fields that RFC 5322, section 3.6, and RFC 2045 allow once, and that the desk reads. */
const ONCE =
  /^(?:from|sender|reply-to|to|cc|bcc|date|subject|message-id|in-reply-to|references|content-(?:type|transfer-encoding|disposition|id|description))$/

/** Does one of them occur more than once? A signature covers the last, while many readers show the first (RFC 6376, section 8.15). */
export function hasFieldTwice(fields: readonly HeadField[]): boolean {
  const keys = fields.map(it => it.key).filter(it => ONCE.test(it))
  return new Set(keys).size < keys.length
}

/** The fields that the desk reads, to compare two parsers. */
export const readFields = (fields: readonly { key: string; value: string }[]): string[] =>
  fields.filter(it => ONCE.test(it.key)).map(it => `${it.key}:${it.value.replaceAll(/\s+/g, '')}`)
