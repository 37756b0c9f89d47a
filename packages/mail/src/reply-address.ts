import { createHmac, timingSafeEqual } from 'node:crypto'

/** 100 bits: 20 base32 characters. The address is guessable by nobody and still readable in a To field. */
const FULL_MAC_LENGTH = 20
/** 80 bits, for mailboxes whose name leaves no room. Never below. */
const SHORT_MAC_LENGTH = 16
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MAX_LOCAL_PART = 64
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const REPLY_TOKEN = /^([tn])(\d{1,15})-([a-z2-7]{16,20})$/
const FORWARD_TOKEN = /^fwd-([a-z2-7]{16,20})$/

/** Who sees what is answered: everybody in the conversation, or staff alone. */
export type ReplyAudience = 'public' | 'note'

export type ReplyTokenClaim = {
  ticketId: string
  ticketNumber: number
  secret: Uint8Array
  /** Binds the token to one person: it verifies only when the same id is tried. */
  recipientId?: string
  /** `public` where nothing is said. A token verifies for its own audience only. */
  audience?: ReplyAudience
}

export type ReplyToken = { ticketNumber: number; mac: string; audience: ReplyAudience }

export type ForwardTokenClaim = { agentId: string; secret: Uint8Array }

/**
 * `support@gotrs.example` becomes `support+t1042-<mac>@gotrs.example`, or `support+n1042-<mac>@…` where the answer stays
 * internal; also fit to be an envelope sender (VERP).
 */
export function signReplyAddress({ mailboxAddress, ...claim }: ReplyTokenClaim & { mailboxAddress: string }): string {
  return addressWith(mailboxAddress, replyPrefix(claim), macOfReply(claim))
}

/** Reads, without believing, what a signed address claims. Mail systems may have changed its case. */
export function readReplyAddress(address: string): ReplyToken | null {
  const token = tokenOf(address)
  return token === null ? null : readReplyToken(token)
}

/** `t1042-<mac>` or `n1042-<mac>`, the token without the address around it. */
export function readReplyToken(token: string): ReplyToken | null {
  const [, letter, number, mac] = REPLY_TOKEN.exec(token.toLowerCase()) ?? []
  if (!number || !mac) return null
  return { ticketNumber: Number(number), mac, audience: letter === 'n' ? 'note' : 'public' }
}

export function signReplyToken(claim: ReplyTokenClaim): string {
  return replyPrefix(claim) + macOfReply(claim).slice(0, FULL_MAC_LENGTH)
}

/** A token that was bound to a person verifies for that `recipientId` only, an unbound one only without. */
export function verifyReplyToken({ mac, ...claim }: ReplyTokenClaim & { mac: string }): boolean {
  return isSameMac(mac, macOfReply(claim))
}

/** `support+fwd-<mac>@gotrs.example`: the address that one agent forwards mail to. */
export function signForwardAddress({
  mailboxAddress,
  ...claim
}: ForwardTokenClaim & { mailboxAddress: string }): string {
  return addressWith(mailboxAddress, 'fwd-', macOfForward(claim))
}

/** Reads, without believing, an agent's forwarding address. */
export function readForwardAddress(address: string): { mac: string } | null {
  const [, mac] = FORWARD_TOKEN.exec(tokenOf(address)?.toLowerCase() ?? '') ?? []
  return mac ? { mac } : null
}

export function verifyForwardToken({ mac, ...claim }: ForwardTokenClaim & { mac: string }): boolean {
  return isSameMac(mac, macOfForward(claim))
}

function addressWith(mailboxAddress: string, token: string, mac: string): string {
  const at = mailboxAddress.lastIndexOf('@')
  if (at < 1) throw new TypeError(`Not a mailbox address: ${JSON.stringify(mailboxAddress)}. Expected name@domain.`)
  const prefix = `${mailboxAddress.slice(0, at)}+${token}`
  const room = MAX_LOCAL_PART - Buffer.byteLength(prefix)
  if (room < SHORT_MAC_LENGTH) {
    throw new RangeError(`The name of mailbox ${mailboxAddress} is too long for signed addresses.`)
  }
  return prefix + mac.slice(0, Math.min(room, FULL_MAC_LENGTH)) + mailboxAddress.slice(at)
}

function tokenOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  const plus = address.lastIndexOf('+', at)
  if (at < 1 || plus < 1 || at - plus > MAX_LOCAL_PART) return null
  return address.slice(plus + 1, at)
}

function replyPrefix({ ticketNumber, audience }: ReplyTokenClaim): string {
  return `${audience === 'note' ? 'n' : 't'}${ticketNumber}-`
}

function isSameMac(mac: string, expectedMac: string): boolean {
  if (mac.length < SHORT_MAC_LENGTH || mac.length > FULL_MAC_LENGTH) return false
  const expected = Buffer.from(expectedMac.slice(0, mac.length))
  const given = Buffer.from(mac.toLowerCase())
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function macOfReply({ ticketId, ticketNumber, secret, recipientId, audience }: ReplyTokenClaim): string {
  const purpose = audience === 'note' ? 'gotrs-note-1' : 'gotrs-reply-1'
  return macOf([purpose, ticketId.toLowerCase(), ticketNumber, recipientId ?? null], secret)
}

function macOfForward({ agentId, secret }: ForwardTokenClaim): string {
  return macOf(['gotrs-forward-1', agentId.toLowerCase()], secret)
}

/** JSON keeps the fields apart, and the first names the purpose, so that no two claims sign the same bytes. */
function macOf(claim: (string | number | null)[], secret: Uint8Array): string {
  if (secret.length < 16) throw new RangeError('The reply address secret must have at least 16 bytes.')
  return base32(createHmac('sha256', secret).update(JSON.stringify(claim)).digest())
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
