import { z } from 'zod'
import { id, isoTime, page, paging, searchText } from './ids.ts'
import { delivery } from './messages.ts'
import { shape } from './shape.ts'

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
export const outboundMail = shape('OutboundMail', {
  id,
  /** It holds a link that logs somebody in: no API shows its subject, text, headers or bytes. */
  isSecret: z.boolean(),
  /** Empty for a secret mail. */
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
    status: z.enum(['all', 'waiting', 'failed', 'done', 'cancelled']).default('all').describe('Its state.'),
    mailboxId: id.optional().describe('Only mails of this mailbox.'),
    q: searchText(200)
      .optional()
      .describe('A part of a recipient or the subject.')
      .meta({ examples: ['omar'] }),
    ...paging,
  })
  .strict()
export type ListOutboxInput = z.input<typeof listOutboxInput>
export const outboundMailPage = page(outboundMail)

/** One outgoing mail as it is sent; its links work. Of a secret mail `text` and `html` are null and `headers` is empty. */
export const outboundMailDetail = shape('OutboundMailDetail', {
  ...outboundMail.shape,
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

/** One caught mail of the development inbox, with its text whether or not it is secret. */
export const developmentMail = z.object({
  id,
  subject: z.string(),
  to: z.array(z.string()),
  purpose: outboundPurpose,
  /** Null once the text of a secret mail was deleted: its link was used or has expired. */
  text: z.string().nullable(),
  createdAt: isoTime,
})
export type DevelopmentMail = z.infer<typeof developmentMail>
