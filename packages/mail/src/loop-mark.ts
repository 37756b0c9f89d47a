import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { MailHeader } from './parsed-mail.ts'

/** In every mail that the desk writes: servers and lists may replace the Message-ID, but they keep this header. */
export const loopHeader = 'X-GOTRS-Loop'

const MARK = /^([0-9a-f]{32})\.([0-9a-f]{64})$/
/** A mail that looped several times may have several. */
const MAX_MARKS = 5

export type LoopMark = { messageId: string; mailboxAddress: string; secret: Uint8Array }

/** A mark that only a desk with this key can write. Equal for the same mail, so that a retry sends equal bytes. */
export function signLoopMark({ messageId, mailboxAddress, secret }: LoopMark): string {
  const nonce = createHash('sha256').update(messageId).digest('hex').slice(0, 32)
  return `${nonce}.${macOf(nonce, mailboxAddress, secret).toString('hex')}`
}

type Desk = { addresses: readonly string[]; secrets: readonly Uint8Array[] }

/**
 * Did this desk write the mail? Anybody can write the header, but not its signature. The address distinguishes two desks
 * that were set up with the same key.
 */
export function hasLoopMark(headers: readonly MailHeader[], { addresses, secrets }: Desk): boolean {
  const marks = headers.filter(([name]) => name.toLowerCase() === loopHeader.toLowerCase()).slice(0, MAX_MARKS)
  return marks.some(([, value]) => {
    const [, nonce, mac] = MARK.exec(value.trim()) ?? []
    if (!nonce || !mac) return false
    const given = Buffer.from(mac, 'hex')
    return secrets.some(secret => addresses.some(it => timingSafeEqual(given, macOf(nonce, it, secret))))
  })
}

/** The first field names the purpose, so that no other claim under this key signs the same bytes. */
const macOf = (nonce: string, mailboxAddress: string, secret: Uint8Array) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['gotrs-loop-1', nonce, mailboxAddress.toLowerCase()]))
    .digest()
