import { readEnvelopeHeaders } from './mail-headers.ts'
import { MAX_HEAD, peekMessageId } from './message-id.ts'
import { endlessHeaderBudget } from './mime/header-block.ts'
import { splitMail } from './mime/split.ts'
import type { MailAddress } from './parsed-mail.ts'

export type PeekedMail = {
  messageId: string | null
  from: MailAddress | null
  subject: string
  /** The mails that it answers or refers to, oldest first; a mail does not answer itself. */
  threadIds: string[]
  writtenAt: Date | null
}

/** The first one starts the conversation and the last ones are the nearest: those in between are dropped above this number. */
const maxThreadIds = 30

/**
 * Who wrote, about what, when and in answer to what, read from the first bytes of a mail: cheap enough to run before anything is parsed, and
 * whatever the bytes. It agrees with `parseMail` on the same mail as far as the head reaches.
 */
export function peekMail(head: Uint8Array): PeekedMail {
  const length = Math.min(head.length, MAX_HEAD)
  const root = splitMail(Buffer.from(head.buffer, head.byteOffset, length), endlessHeaderBudget())
  const { from, subject, references, inReplyTo, date } = readEnvelopeHeaders(root)
  const messageId = peekMessageId(head)
  const named = [...new Set([...references, ...(inReplyTo ? [inReplyTo] : [])])].filter(id => id !== messageId)
  const threadIds = named.length > maxThreadIds ? [...named.slice(0, 1), ...named.slice(1 - maxThreadIds)] : named
  return { messageId, from, subject, threadIds, writtenAt: date }
}
