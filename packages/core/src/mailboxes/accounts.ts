import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { Vault } from '../kernel/vault.ts'
import { type AccessTokenSource, accessTokenSource } from './oauth/access-token.ts'
import { imapOf, smtpOf } from './stored-accounts.ts'

export type MailAccount = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  user: string
  /** Empty without a password, and for a login by OAuth. */
  password: string
  /** Where the login is by the mailbox's grant (SASL XOAUTH2). */
  accessToken?: AccessTokenSource
}

/** The purpose a mailbox's password is sealed under: bound to the mailbox and to what it is for. */
export const passwordPurpose = (mailboxId: string, kind: 'imap' | 'smtp') => `mailbox:${mailboxId}:${kind}`

/** The account that a mailbox sends with, as it is stored: `sealed` is its password. */
export type StoredSmtp = { account: typeof mailboxes.$inferSelect.smtp; sealed: Buffer | null }

/** The account that a mailbox sends with, including its password; null without an account of its own. */
export async function smtpAccountOf(kernel: Kernel, mailboxId: string): Promise<MailAccount | null> {
  const [row] = await kernel.db
    .select({ account: mailboxes.smtp, sealed: mailboxes.smtpPassword })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
  return row ? openSmtpAccount(kernel, mailboxId, row) : null
}

export function openSmtpAccount(
  kernel: Kernel,
  mailboxId: string,
  { account, sealed }: StoredSmtp,
): MailAccount | null {
  const smtp = smtpOf(account)
  return smtp && accountWith(kernel, mailboxId, 'smtp', { ...smtp, sealed })
}

/** Everything an IMAP reader needs; `revision` changes whenever it has to reconnect. */
export type ImapMailbox = {
  id: string
  name: string
  /** `moveTo`: the folder that a mail is moved to once it is in the ledger; empty: it stays. */
  account: MailAccount & { folder: string; moveTo: string }
  revision: string
}

/** Each takes a connection that stays open. */
export const maxImapMailboxes = 200

export const isReadByImap = and(eq(mailboxes.isActive, true), isNotNull(mailboxes.imap))

/** The active mailboxes that are read by IMAP, the oldest first. */
export async function imapMailboxes(kernel: Kernel): Promise<ImapMailbox[]> {
  const rows = await kernel.db
    .select()
    .from(mailboxes)
    .where(isReadByImap)
    .orderBy(asc(mailboxes.createdAt), asc(mailboxes.id))
    .limit(maxImapMailboxes)
  return rows.flatMap(row => {
    const imap = imapOf(row.imap)
    if (!imap) return []
    const { folder, moveTo } = imap
    const account = accountWith(kernel, row.id, 'imap', { ...imap, sealed: row.imapPassword })
    return [{ id: row.id, name: row.name, account: { ...account, folder, moveTo }, revision: revisionOf(row) }]
  })
}

/** Not for tokens, which are renewed automatically. A mailbox that was connected again, or now imports old mail, is read at once. */
function revisionOf(row: typeof mailboxes.$inferSelect): string {
  const grant = [row.oauth, row.oauthRefreshToken !== null, row.oauthError]
  const older = [row.takesMailFrom, row.olderMail]
  return JSON.stringify([imapOf(row.imap), row.imapPassword?.toString('base64') ?? null, ...grant, ...older])
}

type Stored = Omit<MailAccount, 'password'> & { auth: 'password' | 'oauth2'; sealed: Buffer | null }

function accountWith(kernel: Kernel, mailboxId: string, kind: 'imap' | 'smtp', stored: Stored): MailAccount {
  const { host, port, tls, user, auth, sealed } = stored
  const account = { host, port, tls, user }
  if (auth === 'oauth2') return { ...account, password: '', accessToken: accessTokenSource(kernel, mailboxId) }
  return { ...account, password: openPassword(kernel.vault, mailboxId, kind, sealed) }
}

/** Sealed under another SECRET_KEY it is as good as lost: the login says so, and the admin enters it again. */
export function openPassword(vault: Vault, mailboxId: string, kind: 'imap' | 'smtp', sealed: Buffer | null): string {
  if (!sealed) return ''
  try {
    return vault.open(passwordPurpose(mailboxId, kind), sealed)
  } catch {
    return ''
  }
}
