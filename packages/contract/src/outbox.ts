import { z } from 'zod'
import { id, isoTime, page, paging } from './ids.ts'
import { delivery } from './messages.ts'

/** A mail that GOTRS sends or has sent. With SMTP_URL unset it ends as `caught` and can be read here. */
export const outboundMail = z.object({
  id,
  subject: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  purpose: z.enum(['reply', 'acknowledgement', 'verify_email', 'account_exists', 'password_reset']),
  ticket: z.object({ id, number: z.number().int() }).nullable(),
  delivery,
  createdAt: isoTime,
  sentAt: isoTime.nullable(),
  nextAttemptAt: isoTime.nullable(),
})
export type OutboundMail = z.infer<typeof outboundMail>

export const listOutboxInput = z
  .object({ status: z.enum(['all', 'waiting', 'failed', 'done']).default('all'), ...paging })
  .strict()
export type ListOutboxInput = z.input<typeof listOutboxInput>
export const outboundMailPage = page(outboundMail)

/** One outgoing mail with its text; links in it are live. `text` is null once a secret (a reset link) was sent and wiped. */
export const outboundMailDetail = outboundMail.extend({ text: z.string().nullable() })
export type OutboundMailDetail = z.infer<typeof outboundMailDetail>
export const outboundMailRefInput = z.object({ mailId: id }).strict()
