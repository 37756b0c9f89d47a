import { readEnvelopeHeaders } from './mail-headers.ts'
import { MAX_HEAD, peekMessageId } from './message-id.ts'
import { endlessHeaderBudget } from './mime/header-block.ts'
import { splitMail } from './mime/split.ts'
import type { MailAddress } from './parsed-mail.ts'

export type PeekedMail = { messageId: string | null; from: MailAddress | null; subject: string }

/**
 * Who wrote, and about what, read from the first bytes of a mail: cheap enough to run before anything is parsed, and
 * whatever the bytes. It agrees with `parseMail` on the same mail as far as the head reaches.
 */
export function peekMail(head: Uint8Array): PeekedMail {
  const length = Math.min(head.length, MAX_HEAD)
  const root = splitMail(Buffer.from(head.buffer, head.byteOffset, length), endlessHeaderBudget())
  const { from, subject } = readEnvelopeHeaders(root)
  return { messageId: peekMessageId(head), from, subject }
}
