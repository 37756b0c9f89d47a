import { z } from 'zod'
import { id, isoTime, page, paging, searchText, ticketRef } from './ids.ts'
import { shape } from './shape.ts'

export const inboundOutcomes = [
  'created',
  'appended',
  'bounce',
  'auto_reply',
  'loop',
  'duplicate',
  'rejected',
  'quarantined',
  'held',
] as const
export const inboundOutcome = z.enum(inboundOutcomes)
export type InboundOutcome = z.infer<typeof inboundOutcome>

/** A mail that has come in, as the ledger has it. Its bytes are kept, whatever became of it. */
export const inboundMail = shape('InboundMail', {
  id,
  mailbox: z.object({ id, name: z.string() }),
  source: z.enum(['imap', 'smtp', 'lmtp', 'pipe']),
  /** Who wrote it, as its header says; empty where it names nobody that can be read. */
  from: z.object({ name: z.string(), address: z.string() }),
  /** From the envelope: empty for a mail that must not be answered, null where there was no envelope (IMAP). */
  envelopeFrom: z.string().nullable(),
  subject: z.string(),
  messageId: z.string(),
  size: z.number().int(),
  state: z.enum(['received', 'done', 'quarantined']),
  /** Null until it has been read. */
  outcome: inboundOutcome.nullable(),
  /** Why it is not a person's own words (`auto_replied`, `list`, …); `no` where it is, null until it has been read. */
  automaticKind: z.string().nullable(),
  reason: z.string().nullable(),
  /** The rule that decided the ticket. */
  rule: z.string().nullable(),
  ticket: z.object({ id, number: z.number().int() }).nullable(),
  receivedAt: isoTime,
  processedAt: isoTime.nullable(),
  /** False once the bytes have outlived the retention of the settings. */
  isRawKept: z.boolean(),
})
export type InboundMail = z.infer<typeof inboundMail>

/** `q` is searched in sender, subject and Message-ID. `since` and `until` are of the time it came in. */
export const listInboundInput = z
  .object({
    state: z.enum(['all', 'waiting', 'quarantined', 'done']).default('all').describe('How far it has come.'),
    outcome: inboundOutcome.optional().describe('Only mails with this outcome.'),
    mailboxId: id.optional().describe('Only mails of this mailbox.'),
    q: searchText(200)
      .optional()
      .describe('A part of the sender or subject.')
      .meta({ examples: ['invoice'] }),
    since: isoTime
      .optional()
      .describe('Came in at this time or later.')
      .meta({ examples: ['2026-11-22T00:00:00Z'] }),
    until: isoTime.optional().describe('Came in before this time.'),
    ...paging,
  })
  .strict()
export type ListInboundInput = z.input<typeof listInboundInput>
export const inboundMailPage = page(inboundMail)

/** One mail with its first 200 kB as they came over the line, as text. */
export const inboundMailDetail = shape('InboundMailDetail', {
  ...inboundMail.shape,
  rawText: z.string(),
  isRawCut: z.boolean(),
})
export type InboundMailDetail = z.infer<typeof inboundMailDetail>
export const inboundMailRefInput = z.object({ mailId: id }).strict()

/** To another ticket, or as a new one into a queue. */
export const rerouteInboundInput = z
  .object({
    mailId: id,
    to: z
      .union([z.object({ ticketId: ticketRef }).strict(), z.object({ queueId: id }).strict()])
      .describe('`{ticketId}`: into that ticket (id or number); `{queueId}`: as a new one in that queue.'),
  })
  .strict()
export type RerouteInboundInput = z.infer<typeof rerouteInboundInput>
