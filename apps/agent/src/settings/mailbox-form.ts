import type { Mailbox, SaveMailboxInput } from '@gotrs/contract/mailboxes'

type Tls = 'tls' | 'starttls' | 'none'
export type AccountFields = {
  isUsed: boolean
  host: string
  port: number | string
  tls: Tls
  user: string
  password: string
}

/** The form of a mailbox as the fields hold it. */
export type MailboxFields = {
  name: string
  address: string
  aliases: string[]
  displayName: string
  queueId: string
  isActive: boolean
  imap: AccountFields & { folder: string }
  smtp: AccountFields
}

const emptyAccount = { isUsed: false, host: '', tls: 'tls' as Tls, user: '', password: '' }

export const emptyMailbox: MailboxFields = {
  name: '',
  address: '',
  aliases: [],
  displayName: '',
  queueId: '',
  isActive: true,
  imap: { ...emptyAccount, port: 993, folder: 'INBOX' },
  smtp: { ...emptyAccount, port: 465 },
}

/** The stored mailbox in the fields; a password is never among them. */
export function fieldsOf({ name, address, aliases, displayName, queue, isActive, imap, smtp }: Mailbox): MailboxFields {
  return {
    ...{ name, address, aliases, displayName, isActive },
    queueId: queue.id,
    imap: imap ? { ...emptyMailbox.imap, ...accountOf(imap), folder: imap.folder } : emptyMailbox.imap,
    smtp: smtp ? { ...emptyMailbox.smtp, ...accountOf(smtp) } : emptyMailbox.smtp,
  }
}

/** What is sent: an empty password keeps the stored one. */
export function inputOf(fields: MailboxFields, mailboxId: string | undefined): SaveMailboxInput {
  const { imap, smtp, ...rest } = fields
  return {
    ...rest,
    name: rest.name || nameFor(rest.address),
    mailboxId,
    imap: imap.isUsed ? { ...accountInput(imap), folder: imap.folder.trim() || 'INBOX' } : null,
    smtp: smtp.isUsed ? accountInput(smtp) : null,
  }
}

/** A short name from the address: `support@gotrs.example` → `support`. */
export function nameFor(address: string): string {
  const local = address.split('@')[0] ?? ''
  const name = local.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return name.replace(/^-/, '').slice(0, 40).replace(/-$/, '') || 'mailbox'
}

type StoredAccount = { host: string; port: number; tls: Tls; user: string }
const accountOf = ({ host, port, tls, user }: StoredAccount) => ({ isUsed: true, host, port, tls, user })

const accountInput = ({ host, port, tls, user, password }: AccountFields) => ({
  host: host.trim(),
  port: Number(port),
  tls,
  user: user.trim(),
  ...(password ? { password } : {}),
})
