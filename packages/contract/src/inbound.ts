import { z } from 'zod'
import { id, isoTime, page, paging } from './ids.ts'

/** A mail that has come in, as the ledger has it. Its bytes are kept, whatever became of it. */
export const inboundMail = z.object({
  id,
  mailbox: z.object({ id, name: z.string() }),
  source: z.enum(['imap', 'smtp', 'lmtp', 'pipe']),
  /** From the envelope; empty for a mail that must not be answered, and where there was no envelope (IMAP). */
  from: z.string(),
  messageId: z.string(),
  size: z.number().int(),
  state: z.enum(['received', 'done', 'quarantined']),
  /** Null until it has been read. */
  outcome: z
    .enum(['created', 'appended', 'bounce', 'auto_reply', 'loop', 'duplicate', 'rejected', 'quarantined'])
    .nullable(),
  reason: z.string().nullable(),
  /** The rule that decided the ticket. */
  rule: z.string().nullable(),
  ticket: z.object({ id, number: z.number().int() }).nullable(),
  receivedAt: isoTime,
  processedAt: isoTime.nullable(),
})
export type InboundMail = z.infer<typeof inboundMail>

export const listInboundInput = z
  .object({ state: z.enum(['all', 'waiting', 'quarantined', 'done']).default('all'), ...paging })
  .strict()
export type ListInboundInput = z.input<typeof listInboundInput>
export const inboundMailPage = page(inboundMail)

/** One mail with its first 200 kB as they came over the line, as text. */
export const inboundMailDetail = inboundMail.extend({ rawText: z.string(), isRawCut: z.boolean() })
export type InboundMailDetail = z.infer<typeof inboundMailDetail>
export const inboundMailRefInput = z.object({ mailId: id }).strict()
