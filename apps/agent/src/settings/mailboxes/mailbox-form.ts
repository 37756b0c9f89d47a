import type { CreateMailboxInput, Mailbox, OlderMail, SpamFilters, TestMailboxInput } from '@gotrs/contract/mailboxes'
import { type Provider, presetFor, type Tls } from './mailbox-presets.ts'

export type AccountFields = {
  isUsed: boolean
  host: string
  port: number | string
  tls: Tls
  auth: 'password' | 'oauth2'
  user: string
  password: string
}
export type OAuthFields = {
  provider: Provider
  clientId: string
  clientSecret: string
  tenant: string
  authorizeUrl: string
  tokenUrl: string
  scope: string
  refreshToken: string
}

/** The form of a mailbox as the fields hold it. */
export type MailboxFields = {
  name: string
  address: string
  aliases: string[]
  displayName: string
  queueId: string
  isActive: boolean
  imap: AccountFields & { folder: string; moveTo: string }
  smtp: AccountFields
  oauth: OAuthFields
  signature: string
  hourlyLimit: number | string
  authservId: string
  /** A moment in UTC; empty: when it is saved. */
  takesMailFrom: string
  olderMail: OlderMail
  acknowledges: boolean
  spamFilters: SpamFilters
}

const emptyAccount = { isUsed: false, host: '', tls: 'tls' as Tls, auth: 'password' as const, user: '', password: '' }
const noAddresses = { tenant: '', authorizeUrl: '', tokenUrl: '', scope: '' }

export const emptyMailbox: MailboxFields = {
  name: '',
  address: '',
  aliases: [],
  displayName: '',
  queueId: '',
  isActive: true,
  imap: { ...emptyAccount, port: 993, folder: 'INBOX', moveTo: '' },
  smtp: { ...emptyAccount, port: 465 },
  oauth: { provider: 'google', clientId: '', clientSecret: '', refreshToken: '', ...noAddresses },
  signature: '',
  hourlyLimit: '',
  authservId: '',
  takesMailFrom: '',
  olderMail: 'none',
  acknowledges: true,
  spamFilters: 'all',
}

/** The stored mailbox in the fields; a secret is never among them. */
export function fieldsOf(mailbox: Mailbox): MailboxFields {
  const { name, address, aliases, displayName, queue, isActive, imap, smtp, oauth, signature, authservId } = mailbox
  const { takesMailFrom, olderMail, acknowledges, spamFilters } = mailbox
  return {
    ...{ name, address, aliases, displayName, isActive, signature, authservId },
    ...{ takesMailFrom, olderMail, acknowledges, spamFilters },
    queueId: queue.id,
    hourlyLimit: mailbox.hourlyLimit ?? '',
    imap: imap
      ? { ...emptyMailbox.imap, ...accountOf(imap), folder: imap.folder, moveTo: imap.moveTo }
      : emptyMailbox.imap,
    smtp: smtp ? { ...emptyMailbox.smtp, ...accountOf(smtp) } : emptyMailbox.smtp,
    oauth: oauth ? { ...emptyMailbox.oauth, ...appOf(oauth) } : emptyMailbox.oauth,
  }
}

/**
 * What is sent: an empty secret keeps the stored one, and a moment that was not changed is left out, so that the server
 * can take another one where the account is another one.
 */
export function inputOf(fields: MailboxFields, stored: Mailbox | undefined): CreateMailboxInput {
  const { imap, smtp, oauth, hourlyLimit, takesMailFrom, ...rest } = fields
  const isMomentKept = takesMailFrom === '' || takesMailFrom === stored?.takesMailFrom
  return {
    ...rest,
    ...(isMomentKept ? {} : { takesMailFrom }),
    name: rest.name || nameFor(rest.address),
    authservId: rest.authservId.trim(),
    ...accountsInput({ imap, smtp }),
    oauth: usesOAuth(fields) && oauth.clientId.trim() !== '' ? oauthInput(oauth) : null,
    hourlyLimit: hourlyLimit === '' ? null : Number(hourlyLimit),
  }
}

/** The accounts in the form, for the connection test. */
export function testInputOf(fields: MailboxFields, mailboxId: string | undefined): TestMailboxInput {
  return { ...(mailboxId ? { mailboxId } : {}), ...accountsInput(fields) }
}

export const usesOAuth = ({ imap, smtp }: Pick<MailboxFields, 'imap' | 'smtp'>): boolean =>
  (imap.isUsed && imap.auth === 'oauth2') || (smtp.isUsed && smtp.auth === 'oauth2')

/** The servers of a provider that is known by the address's domain; what was entered by hand is replaced. */
export function withPreset(fields: MailboxFields): MailboxFields {
  const preset = presetFor(fields.address)
  if (!preset) return fields
  const login = { isUsed: true, auth: preset.auth, user: fields.address.trim() }
  return {
    ...fields,
    imap: { ...fields.imap, ...preset.imap, ...login },
    smtp: { ...fields.smtp, ...preset.smtp, ...login },
    oauth: preset.provider ? { ...fields.oauth, provider: preset.provider } : fields.oauth,
  }
}

/** A short name from the address: `support@gotrs.example` → `support`. */
export function nameFor(address: string): string {
  const local = address.split('@')[0] ?? ''
  const name = local.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return name.replace(/^-/, '').slice(0, 40).replace(/-$/, '') || 'mailbox'
}

type StoredAccount = { host: string; port: number; tls: Tls; auth: 'password' | 'oauth2'; user: string }
const accountOf = ({ host, port, tls, auth, user }: StoredAccount) => ({ isUsed: true, host, port, tls, auth, user })

const appOf = ({ provider, clientId, tenant, authorizeUrl, tokenUrl, scope }: NonNullable<Mailbox['oauth']>) => ({
  ...{ provider, clientId, tenant, authorizeUrl, tokenUrl, scope },
})

const accountsInput = ({ imap, smtp }: Pick<MailboxFields, 'imap' | 'smtp'>) => ({
  imap: imap.isUsed
    ? { ...accountInput(imap), folder: imap.folder.trim() || 'INBOX', moveTo: imap.moveTo.trim() }
    : null,
  smtp: smtp.isUsed ? accountInput(smtp) : null,
})

const accountInput = ({ host, port, tls, auth, user, password }: AccountFields) => ({
  host: host.trim(),
  port: Number(port),
  ...{ tls, auth },
  user: user.trim(),
  ...(password && auth === 'password' ? { password } : {}),
})

function oauthInput({ provider, clientId, clientSecret, refreshToken, ...app }: OAuthFields) {
  const own = { authorizeUrl: app.authorizeUrl.trim(), tokenUrl: app.tokenUrl.trim(), scope: app.scope.trim() }
  return {
    provider,
    clientId: clientId.trim(),
    tenant: provider === 'microsoft' ? app.tenant.trim() : '',
    ...(provider === 'other' ? own : {}),
    ...(clientSecret ? { clientSecret } : {}),
    ...(refreshToken.trim() ? { refreshToken: refreshToken.trim() } : {}),
  }
}
