import { type AddressList, parseAddressList } from './address-list.ts'
import { parseMailDate } from './mail-date.ts'
import { firstMessageId, messageIds } from './message-id.ts'
import { decodeHeaderText } from './mime/encoded-words.ts'
import type { RawHeader } from './mime/header-block.ts'
import type { MimePart } from './mime/split.ts'
import type { MailAddress, MailHeader, ParsedMail } from './parsed-mail.ts'

const MAX_HEADERS = 500
const MAX_VALUE = 16 * 1024
const MAX_SUBJECT = 2_000
const MAX_REFERENCES = 50
const MAX_HOPS = 10
const DELIVERED_TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to', 'x-delivered-to']

type Body = 'text' | 'isTextFromHtml' | 'html' | 'attachments' | 'encryption' | 'invitation'
type EnvelopeHeaders = Omit<ParsedMail, Body | 'autoSubmitted' | 'bounce' | 'bounces' | 'parserVersion'>

/** The fields of the mail's own header, decoded. */
export function readEnvelopeHeaders(root: MimePart): EnvelopeHeaders {
  const hint = charsetHint(root)
  const all = (key: string) => root.headers.filter(it => it.key === key).map(it => it.value)
  const first = (key: string) => all(key)[0] ?? ''
  const { from, isAmbiguous } = readFrom(all, hint)
  const replyTos = listOf(all('reply-to'), hint)
  return {
    from,
    fromIsAmbiguous: isAmbiguous,
    messageId: firstNonNull(all('message-id').map(firstMessageId)),
    replyTo: replyTos[0] ?? null,
    replyTos,
    to: listOf(all('to'), hint),
    cc: listOf(all('cc'), hint),
    deliveredTo: deliveredTo(root.headers),
    subject: readSubject(first('subject'), hint),
    date: parseMailDate(decodeHeaderText(first('date').slice(0, 200), hint)),
    inReplyTo: firstMessageId(first('in-reply-to')),
    references: readReferences(all('references')),
    headers: root.headers.slice(0, MAX_HEADERS).map(it => decodedHeader(it, hint)),
  }
}

/** The charset of the first text, which is the most likely charset of raw eight-bit headers. */
function charsetHint(part: MimePart): string | null {
  let current: MimePart | undefined = part
  while (current?.children.length) current = current.children[0]
  return current?.type.params.get('charset') ?? null
}

function readFrom(all: (key: string) => string[], hint: string | null) {
  const values = all('from')
  const lists = values.slice(0, 10).map(it => parseAddressList(it, hint))
  const addresses = lists.flatMap(it => it.addresses)
  const real = addresses.find(it => it.address !== '')
  const isAmbiguous = values.length !== 1 || addresses.length !== 1 || lists.some(it => it.isSuspicious) || !real
  return { from: real ?? answerable(addresses[0], all, hint) ?? senderOf(all, hint), isAmbiguous }
}

/** `From: "Shop" <>` has no address: a Reply-To is needed to answer. Never certain. */
function answerable(named: MailAddress | undefined, all: (key: string) => string[], hint: string | null) {
  if (!named) return null
  const [replyTo] = listOf(all('reply-to'), hint)
  return replyTo ? { name: named.name || replyTo.name, address: replyTo.address } : named
}

/** Without a usable From: the sender that mail systems recorded. Never certain. */
function senderOf(all: (key: string) => string[], hint: string | null): MailAddress | null {
  const noted = [...all('sender'), ...all('reply-to'), ...all('return-path')]
  return listOf(noted, hint)[0] ?? null
}

function listOf(values: string[], hint: string | null): MailAddress[] {
  const lists: AddressList[] = values.slice(0, 20).map(it => parseAddressList(it, hint))
  return lists.flatMap(it => it.addresses).filter(it => it.address !== '')
}

function deliveredTo(headers: RawHeader[]): string[] {
  const values = headers.filter(it => DELIVERED_TO.includes(it.key)).slice(0, 50)
  const addresses = values.flatMap(it => parseAddressList(it.value).addresses.map(entry => entry.address.toLowerCase()))
  return [...new Set([...addresses, ...receivedFor(headers)].filter(it => it.includes('@')))]
}

/** `Received: from … by … for <support@gotrs.example>`: the address before aliases and lists rewrote it. */
function receivedFor(headers: RawHeader[]): string[] {
  const hops = headers.filter(it => it.key === 'received').slice(0, MAX_HOPS)
  return hops.flatMap(it => /\sfor\s+<?([^<>\s;]{3,320})>?/i.exec(it.value.slice(0, 4_000))?.[1]?.toLowerCase() ?? [])
}

function readSubject(value: string, hint: string | null): string {
  const line = decodeHeaderText(value.slice(0, MAX_VALUE), hint).replace(/[\p{Cc} ]+/gu, ' ')
  return line.trim().slice(0, MAX_SUBJECT).toWellFormed()
}

function readReferences(values: string[]): string[] {
  // The newest are last, so the end of a very long header counts.
  const ids = values.slice(0, 20).flatMap(it => messageIds(it.slice(-64 * 1024)))
  // The first mail of the conversation connects the mails of a long conversation.
  return ids.length > MAX_REFERENCES ? [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)] : ids
}

function decodedHeader(header: RawHeader, hint: string | null): MailHeader {
  return [header.name, decodeHeaderText(header.value.slice(0, MAX_VALUE), hint)]
}

function firstNonNull(values: (string | null)[]): string | null {
  return values.find(it => it !== null) ?? null
}
