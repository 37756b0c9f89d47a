import { createHmac, timingSafeEqual } from 'node:crypto'

/** 100 bits: 20 base32 characters. Nobody can guess the address, and it is still readable in a To field. */
const FULL_MAC_LENGTH = 20
/** 80 bits, for mailboxes with a long name. Never less. */
const SHORT_MAC_LENGTH = 16
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MAX_LOCAL_PART = 64
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const REPLY_TOKEN = /^([tn])(\d{1,15})(?:x([0-9a-z]{1,4}))?-([a-z2-7]{16,20})$/
const FORWARD_TOKEN = /^fwd(?:x([0-9a-z]{1,4}))?-([a-z2-7]{16,20})$/

const DAY_MS = 24 * 60 * 60_000
/** How long an agent may answer a notification by mail, or use an address for forwarding. */
const AGENT_TOKEN_DAYS = 14

/** Who sees the answer: everybody in the conversation, or only staff. */
export type ReplyAudience = 'public' | 'note'

/** A token for a customer or participant: it names the ticket and the one address that may use it. */
export type ReplyTokenClaim = {
  ticketId: string
  ticketNumber: number
  secret: Uint8Array
  recipient: string
}

/** A token for an agent, sent with a notification. It expires 14 days after `issuedAt`. */
export type AgentTokenClaim = {
  ticketId: string
  ticketNumber: number
  secret: Uint8Array
  agentId: string
  audience: ReplyAudience
  issuedAt: Date
}

/** What an address claims, unverified. `issuedDay` (days since 1970) is set for agents' tokens only. */
export type ReplyToken = { ticketNumber: number; mac: string; audience: ReplyAudience; issuedDay: number | null }

export type ForwardToken = { mac: string; issuedDay: number | null }
export type ForwardTokenClaim = { agentId: string; secret: Uint8Array; issuedAt: Date }

/** What a token proves of the agent who sends to it. */
export type AgentTokenState = 'valid' | 'expired' | 'invalid'

/**
 * `support@gotrs.example` becomes `support+t1042-<mac>@gotrs.example`, for one recipient; also fit to be an envelope
 * sender (VERP).
 */
export function signReplyAddress({ mailboxAddress, ...claim }: ReplyTokenClaim & { mailboxAddress: string }): string {
  return addressWith(mailboxAddress, `t${claim.ticketNumber}-`, macOfReply(claim))
}

/** `support+t1042x<day>-<mac>@…` for an answer to the customer, `support+n1042x<day>-<mac>@…` for one that stays internal. */
export function signAgentAddress({ mailboxAddress, ...claim }: AgentTokenClaim & { mailboxAddress: string }): string {
  const issuedDay = dayOf(claim.issuedAt)
  const letter = claim.audience === 'note' ? 'n' : 't'
  const prefix = `${letter}${claim.ticketNumber}x${issuedDay.toString(36)}-`
  return addressWith(mailboxAddress, prefix, macOfAgent({ ...claim, issuedDay }))
}

/** Reads the claim of a signed address without verifying it. Mail systems may have changed its case. */
export function readReplyAddress(address: string): ReplyToken | null {
  const token = tokenOf(address)
  return token === null ? null : readReplyToken(token)
}

/** `t1042-<mac>` or `n1042x<day>-<mac>`, the token without the address around it. */
export function readReplyToken(token: string): ReplyToken | null {
  const [, letter, number, day, mac] = REPLY_TOKEN.exec(token.toLowerCase()) ?? []
  if (!number || !mac) return null
  const issuedDay = day ? Number.parseInt(day, 36) : null
  return { ticketNumber: Number(number), mac, audience: letter === 'n' ? 'note' : 'public', issuedDay }
}

/** A claim, verified under the current and the previous secrets. */
type Verified<Claim> = Omit<Claim, 'secret' | 'issuedAt'> & { secrets: readonly Uint8Array[] }

/** Is this token for `recipient`, in this ticket? Never true for an agent's token. */
export function verifyReplyToken({ mac, issuedDay, secrets, ...claim }: Verified<ReplyTokenClaim> & ReplyToken) {
  if (issuedDay !== null || claim.audience !== 'public') return false
  return secrets.some(secret => isSameMac(mac, macOfReply({ ...claim, secret })))
}

/** Is this token for the agent, and still valid `now`? */
export function verifyAgentToken(
  { mac, issuedDay, secrets, ...claim }: Verified<AgentTokenClaim> & ReplyToken,
  now: Date,
): AgentTokenState {
  const isMade = (secret: Uint8Array, day: number) => isSameMac(mac, macOfAgent({ ...claim, secret, issuedDay: day }))
  if (issuedDay === null || !secrets.some(secret => isMade(secret, issuedDay))) return 'invalid'
  return isOver(issuedDay, now) ? 'expired' : 'valid'
}

/** `support+fwdx<day>-<mac>@gotrs.example`: the address that one agent forwards mail to. */
export function signForwardAddress({
  mailboxAddress,
  ...claim
}: ForwardTokenClaim & { mailboxAddress: string }): string {
  const issuedDay = dayOf(claim.issuedAt)
  return addressWith(mailboxAddress, `fwdx${issuedDay.toString(36)}-`, macOfForward({ ...claim, issuedDay }))
}

/** Reads an agent's forwarding address without verifying it. */
export function readForwardAddress(address: string): ForwardToken | null {
  const [, day, mac] = FORWARD_TOKEN.exec(tokenOf(address)?.toLowerCase() ?? '') ?? []
  return mac ? { mac, issuedDay: day ? Number.parseInt(day, 36) : null } : null
}

export function verifyForwardToken(
  { mac, issuedDay, secrets, ...claim }: Verified<ForwardTokenClaim> & ForwardToken,
  now: Date,
): AgentTokenState {
  const isMade = (secret: Uint8Array, day: number) => isSameMac(mac, macOfForward({ ...claim, secret, issuedDay: day }))
  if (issuedDay === null || !secrets.some(secret => isMade(secret, issuedDay))) return 'invalid'
  return isOver(issuedDay, now) ? 'expired' : 'valid'
}

/** When an agent's address that was issued at `issuedAt` expires. */
export const agentTokenExpiry = (issuedAt: Date): Date =>
  new Date((dayOf(issuedAt) + AGENT_TOKEN_DAYS + 1) * DAY_MS - 1)

const dayOf = (date: Date) => Math.floor(date.getTime() / DAY_MS)

/** Rejects days in the future; tolerates one day for a wrong clock. */
function isOver(issuedDay: number, now: Date): boolean {
  const age = dayOf(now) - issuedDay
  return age > AGENT_TOKEN_DAYS || age < -1
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

function isSameMac(mac: string, expectedMac: string): boolean {
  if (mac.length < SHORT_MAC_LENGTH || mac.length > FULL_MAC_LENGTH) return false
  const expected = Buffer.from(expectedMac.slice(0, mac.length))
  const given = Buffer.from(mac.toLowerCase())
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function macOfReply({ ticketId, ticketNumber, secret, recipient }: ReplyTokenClaim): string {
  return macOf(['gotrs-reply-2', ticketId.toLowerCase(), ticketNumber, recipient.toLowerCase()], secret)
}

function macOfAgent(claim: Omit<AgentTokenClaim, 'issuedAt'> & { issuedDay: number }): string {
  const { ticketId, ticketNumber, agentId, audience, issuedDay, secret } = claim
  return macOf(
    ['gotrs-agent-2', audience, ticketId.toLowerCase(), ticketNumber, agentId.toLowerCase(), issuedDay],
    secret,
  )
}

function macOfForward({ agentId, issuedDay, secret }: Omit<ForwardTokenClaim, 'issuedAt'> & { issuedDay: number }) {
  return macOf(['gotrs-forward-2', agentId.toLowerCase(), issuedDay], secret)
}

/** JSON keeps the fields apart, and the first names the purpose, so that no two claims sign the same bytes. */
function macOf(claim: (string | number)[], secret: Uint8Array): string {
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
