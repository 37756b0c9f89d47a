import { z } from 'zod'
import { email, id, isoTime, line } from './ids.ts'
import { partOf } from './part-of.ts'
import { shape } from './shape.ts'

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address')
const port = z.number().int().min(1).max(65_535)

/** `tls`: from the first byte; `starttls`: upgraded, rejected without; `none`: in the clear. */
export const tlsMode = z.enum(['tls', 'starttls', 'none'])

/** How the desk logs in to a mail server: `oauth2` uses the mailbox's grant (SASL XOAUTH2). */
export const loginMethod = z.enum(['password', 'oauth2'])
const auth = loginMethod.default('password')

/**
 * Where the mailbox is read. The password is written, never read back. `moveTo`: the folder that a mail is moved to once
 * it is in the ledger; empty: it stays, marked as seen.
 */
export const imapAccount = z.object({
  host,
  port,
  tls: tlsMode,
  auth,
  user: line(254),
  folder: line(250).default('INBOX'),
  moveTo: z.union([z.literal(''), line(250)]).default(''),
})
const user = z.string().max(254).refine(isOneLine, 'must be one line without control characters').default('')
export const smtpAccount = z.object({ host, port, tls: tlsMode, auth, user })

const httpsUrl = z
  .url({ protocol: /^https?$/, error: 'must be a web address' })
  .trim()
  .max(500)
  .refine(isOneLine, 'must be one line without control characters')

/** `other` names its own addresses; for Google and Microsoft they are known. `tenant` is Microsoft's directory. */
export const oauthApp = z.object({
  provider: z.enum(['google', 'microsoft', 'other']),
  clientId: line(300),
  tenant: z.union([z.literal(''), line(120)]).default(''),
  authorizeUrl: z.union([z.literal(''), httpsUrl]).default(''),
  tokenUrl: z.union([z.literal(''), httpsUrl]).default(''),
  scope: z.union([z.literal(''), line(500)]).default(''),
})
export type OAuthApp = z.infer<typeof oauthApp>

/** What comes of mail that the server took in before `takesMailFrom`: it stays outside, or comes in as open or closed tickets. */
export const olderMail = z.enum(['none', 'open', 'closed'])
export type OlderMail = z.infer<typeof olderMail>

/** Whose headers mark a mail as spam. `all`: any filter's that the desk knows; `none`: nobody's. */
export const spamFilters = z.enum(['all', 'spamassassin', 'none'])
export type SpamFilters = z.infer<typeof spamFilters>

/** An address that the desk reads and writes mail as. Mail to it (or an alias) lands in `queue`. */
export const mailbox = shape('Mailbox', {
  id,
  name: z.string(),
  address: z.string(),
  aliases: z.array(z.string()),
  displayName: z.string(),
  queue: z.object({ id, name: z.string() }),
  isActive: z.boolean(),
  imap: imapAccount.extend({ hasPassword: z.boolean() }).nullable(),
  smtp: smtpAccount.extend({ hasPassword: z.boolean() }).nullable(),
  /** The app at the provider, and whether an admin has let the desk in (RFC 6749). */
  oauth: oauthApp
    .extend({ hasClientSecret: z.boolean(), isConnected: z.boolean(), error: z.string().nullable() })
    .nullable(),
  /** Below every answer from this mailbox; `{{agent.name}}` is replaced by the agent's name. Empty: none. */
  signature: z.string(),
  /** How many mails may leave in an hour, one for each recipient; null: as many as there are. */
  hourlyLimit: z.number().int().nullable(),
  /** Whose Authentication-Results count (RFC 8601, section 2.5); empty: nobody's good ones. */
  authservId: z.string(),
  /** Older mail, by the time its server took it in, comes in only as `olderMail` says, and is never acknowledged. */
  takesMailFrom: isoTime,
  olderMail,
  /** Does it acknowledge new tickets? */
  acknowledges: z.boolean(),
  spamFilters,
  state: z.object({
    lastReadAt: isoTime.nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: isoTime.nullable(),
    lastSentAt: isoTime.nullable(),
    lastSendError: z.string().nullable(),
    lastSendErrorAt: isoTime.nullable(),
    sentLastHour: z.number().int(),
    /** Mails of the ledger that wait to be read, and that are kept back. */
    waiting: z.number().int(),
    quarantined: z.number().int(),
    /** Mails of the outbox that wait to be sent. */
    waitingToSend: z.number().int(),
    /** Since when its server takes mail from its plain address alone: a bounce is then known by its report. */
    refusesSignedSendersSince: isoTime.nullable(),
  }),
})
export type Mailbox = z.infer<typeof mailbox>

const secret = { password: z.string().min(1).max(500).optional() }

/** A `password` left out keeps the stored one. */
export const createMailboxInput = z
  .object({
    name: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes')
      .describe('A short unique name.'),
    address: email.describe('The address that customers write to.'),
    aliases: z.array(email).max(50).default([]).describe('Other addresses that reach the same mailbox.'),
    displayName: line(120).describe('The name that answers come from.'),
    queueId: id.describe('The queue of new tickets.'),
    isActive: z.boolean().default(true).describe('False: the desk does not read it and does not send from it.'),
    imap: imapAccount
      .extend(secret)
      .strict()
      .nullable()
      .default(null)
      .describe('How it is read; null: not by IMAP. A password left out stays.'),
    smtp: smtpAccount
      .extend(secret)
      .strict()
      .nullable()
      .default(null)
      .describe('How it is sent by; null: by the server of the desk. A password left out stays.'),
    /** A client secret or refresh token left out keeps the stored one. */
    oauth: oauthApp
      .extend({
        clientSecret: z.string().min(1).max(500).optional(),
        refreshToken: z.string().min(1).max(4_000).optional(),
      })
      .strict()
      .nullable()
      .default(null)
      .describe('The app at the provider, for a login by OAuth; null: by password.'),
    signature: z
      .string()
      .max(5_000)
      .default('')
      .describe('The text below every answer; `{{agent.name}}` is replaced by the name of the agent.'),
    hourlyLimit: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .nullable()
      .default(null)
      .describe('How many mails may leave in an hour, one for each recipient; null: as many as there are.'),
    authservId: z
      .union([z.literal(''), host])
      .default('')
      .describe('Whose Authentication-Results count (RFC 8601); empty: trust no result.'),
    takesMailFrom: isoTime
      .optional()
      .describe('Mail that its server took in before this is old. Left out: it stays; for a new mailbox: now.'),
    olderMail: olderMail
      .default('none')
      .describe(
        'What the desk does with old mail: `none` ignores it, `open` and `closed` create tickets with that status.',
      ),
    acknowledges: z.boolean().default(true).describe('Whether new tickets are acknowledged by mail.'),
    spamFilters: spamFilters
      .default('all')
      .describe('Whose headers mark a mail as spam: any known filter’s, SpamAssassin’s alone, or nobody’s.'),
  })
  .strict()
export type CreateMailboxInput = z.input<typeof createMailboxInput>
export const updateMailboxInput = partOf(createMailboxInput).extend({ mailboxId: id }).strict()
export type UpdateMailboxInput = z.output<typeof updateMailboxInput>

export const mailboxRefInput = z.object({ mailboxId: id }).strict()

/** Where the admin's browser goes to let the desk into the mailbox; it comes back to the settings. */
export const oauthStart = shape('OAuthStart', { url: z.string().meta({ format: 'uri' }) })

/** The accounts to test, stored or not. A password left out is the stored one, for the same server. */
export const testMailboxInput = z
  .object({
    mailboxId: id.optional().describe('The mailbox whose stored passwords the test uses.'),
    ...createMailboxInput.pick({ imap: true, smtp: true }).shape,
  })
  .strict()
export type TestMailboxInput = z.input<typeof testMailboxInput>

export const connectionProblem = z.enum([
  'no_such_host',
  'address_not_allowed',
  'nothing_answers',
  'timed_out',
  'not_a_mail_server',
  'wrong_tls_mode',
  'bad_certificate',
  'login_refused',
  'needs_app_password',
  'needs_oauth',
  'not_connected',
  'no_such_folder',
  'no_folder_rights',
  'same_folder',
  'no_starttls',
  'no_login_method',
  'sender_refused',
  'signed_sender_refused',
  'recipient_refused',
  'other',
])
export type ConnectionProblem = z.infer<typeof connectionProblem>

/**
 * How a try to connect went. `said` is the server's own words, `advice` what to do; both null where all is well. It may be
 * well and still have advice: `signed_sender_refused` says that the plain address is used.
 */
export const connectionCheck = shape('ConnectionCheck', {
  isOk: z.boolean(),
  problem: connectionProblem.nullable(),
  said: z.string().nullable(),
  advice: z.string().nullable(),
})
export type ConnectionCheck = z.infer<typeof connectionCheck>
export const mailboxTest = shape('MailboxTest', { imap: connectionCheck.nullable(), smtp: connectionCheck.nullable() })
export type MailboxTest = z.infer<typeof mailboxTest>

/** A staff member's own address at a mailbox: what is forwarded to it becomes a ticket of its original sender. */
export const forwardAddress = shape('ForwardAddress', {
  mailbox: z.object({ id, name: z.string() }),
  address: z.string(),
  expiresAt: isoTime,
})
export type ForwardAddress = z.infer<typeof forwardAddress>

function isOneLine(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}
