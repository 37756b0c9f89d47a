import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { Vault } from '../kernel/vault.ts'

export type MailAccount = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  user: string
  password: string
}

/** The purpose a mailbox's password is sealed under: bound to the mailbox and to what it is for. */
export const passwordPurpose = (mailboxId: string, kind: 'imap' | 'smtp') => `mailbox:${mailboxId}:${kind}`

/** The account a mailbox sends through, with its password; null where it has none of its own. */
export async function smtpAccountOf(desk: Kernel, mailboxId: string): Promise<MailAccount | null> {
  const [row] = await desk.db
    .select({ smtp: mailboxes.smtp, sealed: mailboxes.smtpPassword })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
  if (!row?.smtp) return null
  return { ...row.smtp, password: openPassword(desk.vault, mailboxId, 'smtp', row.sealed) }
}

/** Everything an IMAP reader needs; `revision` changes whenever it has to connect anew. */
export type ImapMailbox = {
  id: string
  name: string
  account: MailAccount & { folder: string }
  revision: string
}

/** Each takes a connection that stays open. */
export const maxImapMailboxes = 200

export const isReadByImap = and(eq(mailboxes.isActive, true), isNotNull(mailboxes.imap))

/** The active mailboxes that are read by IMAP, the oldest first. */
export async function imapMailboxes(desk: Kernel): Promise<ImapMailbox[]> {
  const rows = await desk.db
    .select()
    .from(mailboxes)
    .where(isReadByImap)
    .orderBy(asc(mailboxes.createdAt), asc(mailboxes.id))
    .limit(maxImapMailboxes)
  return rows.flatMap(row => {
    if (!row.imap) return []
    const revision = JSON.stringify([row.imap, row.imapPassword?.toString('base64') ?? null])
    const password = openPassword(desk.vault, row.id, 'imap', row.imapPassword)
    return [{ id: row.id, name: row.name, account: { ...row.imap, password }, revision }]
  })
}

/** Sealed under another SECRET_KEY it is as good as lost: the login says so, and the admin enters it again. */
function openPassword(vault: Vault, mailboxId: string, kind: 'imap' | 'smtp', sealed: Buffer | null): string {
  if (!sealed) return ''
  try {
    return vault.open(passwordPurpose(mailboxId, kind), sealed)
  } catch {
    return ''
  }
}
