import { z } from 'zod'
import { id, isoTime, page, paging, searchText } from './ids.ts'
import { delivery } from './messages.ts'

export const outboundPurposes = [
  'reply',
  'acknowledgement',
  'notification',
  'verify_email',
  'account_exists',
  'password_reset',
  'account_notice',
] as const
export const outboundPurpose = z.enum(outboundPurposes)

/** A mail that GOTRS sends or has sent. With SMTP_URL unset it ends as `caught` and can be read here. */
export const outboundMail = z.object({
  id,
  subject: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  purpose: outboundPurpose,
  mailbox: z.object({ id, name: z.string() }),
  ticket: z.object({ id, number: z.number().int() }).nullable(),
  delivery,
  createdAt: isoTime,
  sentAt: isoTime.nullable(),
  nextAttemptAt: isoTime.nullable(),
})
export type OutboundMail = z.infer<typeof outboundMail>

/** `q` is searched in recipients, subject and Message-ID. */
export const listOutboxInput = z
  .object({
    status: z.enum(['all', 'waiting', 'failed', 'done', 'cancelled']).default('all').describe('How it fares.'),
    mailboxId: id.optional(),
    q: searchText(200)
      .optional()
      .describe('A part of a recipient or the subject.')
      .meta({ examples: ['omar'] }),
    ...paging,
  })
  .strict()
export type ListOutboxInput = z.input<typeof listOutboxInput>
export const outboundMailPage = page(outboundMail)

/** One outgoing mail as it goes over the line; links in it are live. Bodies are null once a secret (a reset link) was sent and wiped. */
export const outboundMailDetail = outboundMail.extend({
  text: z.string().nullable(),
  /** Sanitised. */
  html: z.string().nullable(),
  messageId: z.string(),
  /** Empty for `<>`. */
  envelopeFrom: z.string(),
  /** The header as it was written, without Bcc. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ filename: z.string(), contentType: z.string(), size: z.number().int() })),
})
export type OutboundMailDetail = z.infer<typeof outboundMailDetail>
export const outboundMailRefInput = z.object({ mailId: id }).strict()
