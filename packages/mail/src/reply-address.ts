import { createHmac, timingSafeEqual } from 'node:crypto'

/** 100 bits: 20 base32 characters. The address is guessable by nobody and still readable in a To field. */
const FULL_MAC_LENGTH = 20
/** 80 bits, for mailboxes whose name leaves no room. Never below. */
const SHORT_MAC_LENGTH = 16
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MAX_LOCAL_PART = 64
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const TOKEN = /^t(\d{1,15})-([a-z2-7]{16,20})$/

export type ReplyTokenClaim = {
  ticketId: string
  ticketNumber: number
  secret: Uint8Array
  /** Binds the token to one person: it verifies only when the same id is tried. */
  recipientId?: string
}

export type ReplyToken = { ticketNumber: number; mac: string }

/** `support@gotrs.example` becomes `support+t1042-<mac>@gotrs.example`; also fit to be an envelope sender (VERP). */
export function signReplyAddress({ mailboxAddress, ...claim }: ReplyTokenClaim & { mailboxAddress: string }): string {
  const at = mailboxAddress.lastIndexOf('@')
  if (at < 1) throw new TypeError(`Not a mailbox address: ${JSON.stringify(mailboxAddress)}. Expected name@domain.`)
  const prefix = `${mailboxAddress.slice(0, at)}+t${claim.ticketNumber}-`
  const room = MAX_LOCAL_PART - Buffer.byteLength(prefix)
  if (room < SHORT_MAC_LENGTH) {
    throw new RangeError(`The name of mailbox ${mailboxAddress} is too long for signed reply addresses.`)
  }
  return prefix + macOf(claim).slice(0, Math.min(room, FULL_MAC_LENGTH)) + mailboxAddress.slice(at)
}

/** Reads, without believing, what a signed address claims. Mail systems may have changed its case. */
export function readReplyAddress(address: string): ReplyToken | null {
  const at = address.lastIndexOf('@')
  const plus = address.lastIndexOf('+', at)
  if (at < 1 || plus < 1 || at - plus > MAX_LOCAL_PART) return null
  return readReplyToken(address.slice(plus + 1, at))
}

/** `t1042-<mac>`, the token without the address around it. */
export function readReplyToken(token: string): ReplyToken | null {
  const match = TOKEN.exec(token.toLowerCase())
  return match?.[1] && match[2] ? { ticketNumber: Number(match[1]), mac: match[2] } : null
}

export function signReplyToken(claim: ReplyTokenClaim): string {
  return `t${claim.ticketNumber}-${macOf(claim).slice(0, FULL_MAC_LENGTH)}`
}

/** A token that was bound to a person verifies for that `recipientId` only, an unbound one only without. */
export function verifyReplyToken({ mac, ...claim }: ReplyTokenClaim & { mac: string }): boolean {
  if (mac.length < SHORT_MAC_LENGTH || mac.length > FULL_MAC_LENGTH) return false
  const expected = Buffer.from(macOf(claim).slice(0, mac.length))
  const given = Buffer.from(mac.toLowerCase())
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function macOf({ ticketId, ticketNumber, secret, recipientId }: ReplyTokenClaim): string {
  if (secret.length < 16) throw new RangeError('The reply address secret must have at least 16 bytes.')
  // JSON keeps the fields apart, so that no two claims sign the same bytes.
  const claim = JSON.stringify(['gotrs-reply-1', ticketId.toLowerCase(), ticketNumber, recipientId ?? null])
  return base32(createHmac('sha256', secret).update(claim).digest())
}

function base32(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += BASE32[(value >> bits) & 31]
    }
  }
  return out
}
