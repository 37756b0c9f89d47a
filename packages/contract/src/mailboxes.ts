import { z } from 'zod'
import { email, id, isoTime, line } from './ids.ts'

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'a host name or an IP address')
const port = z.number().int().min(1).max(65_535)

/** `tls`: from the first byte; `starttls`: upgraded, refused without; `none`: in the clear. */
export const tlsMode = z.enum(['tls', 'starttls', 'none'])

/** Where the mailbox is read. The password is written, never read back. */
export const imapAccount = z.object({ host, port, tls: tlsMode, user: line(254), folder: line(250).default('INBOX') })
export const smtpAccount = z.object({ host, port, tls: tlsMode, user: z.string().max(254).default('') })

/** An address that the desk reads and writes mail as. Mail to it (or an alias) lands in `queue`. */
export const mailbox = z.object({
  id,
  name: z.string(),
  address: z.string(),
  aliases: z.array(z.string()),
  displayName: z.string(),
  queue: z.object({ id, name: z.string() }),
  isActive: z.boolean(),
  imap: imapAccount.extend({ hasPassword: z.boolean() }).nullable(),
  smtp: smtpAccount.extend({ hasPassword: z.boolean() }).nullable(),
  state: z.object({
    lastReadAt: isoTime.nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: isoTime.nullable(),
  }),
})
export type Mailbox = z.infer<typeof mailbox>

const secret = { password: z.string().min(1).max(500).optional() }

/** A `password` left out keeps the stored one. */
export const saveMailboxInput = z
  .object({
    mailboxId: id.optional(),
    name: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes'),
    address: email,
    aliases: z.array(email).max(50).default([]),
    displayName: line(120),
    queueId: id,
    isActive: z.boolean().default(true),
    imap: imapAccount.extend(secret).nullable().default(null),
    smtp: smtpAccount.extend(secret).nullable().default(null),
  })
  .strict()
export type SaveMailboxInput = z.input<typeof saveMailboxInput>
