import type { OAuthApp } from '@gotrs/contract/mailboxes'
import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import { providerOf } from './oauth/providers.ts'
import { imapOf, smtpOf } from './stored-accounts.ts'

// Who may change the settings may not thereby learn a secret: it would be shown to a server of their choice.

type Stored = typeof mailboxes.$inferSelect
type Account = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  auth: 'password' | 'oauth2'
  user: string
}
/** An account of a form: a password left out is the stored one. */
export type GivenAccount = Account & { password?: string | undefined }
type Kind = 'imap' | 'smtp'

/** Would the stored password be shown to another server, under another name, or in the clear? */
export function exposesStoredPassword(stored: Stored | null, kind: Kind, now: GivenAccount): boolean {
  const isKept = now.auth === 'password' && now.password === undefined && now.user !== '' && stored?.[`${kind}Password`]
  if (!isKept) return false
  const before = storedAccount(stored, kind)
  return before?.user !== now.user || isDifferentServer(before, now)
}

/** Would the access token be shown to a server that it is not for? The provider's own mail servers are always right. */
export function exposesAccessToken(stored: Stored, kind: Kind, now: GivenAccount): boolean {
  if (now.auth !== 'oauth2') return false
  const isForProvider = stored.oauth && providerOf(stored.oauth).mailHosts.includes(now.host.toLowerCase())
  if (isForProvider && now.tls !== 'none') return false
  const before = storedAccount(stored, kind)
  return before?.auth !== 'oauth2' || isDifferentServer(before, now)
}

/** Another app or another provider: neither the client secret nor the grant is theirs. */
export function isDifferentApp(before: OAuthApp | null, now: OAuthApp): boolean {
  return before?.clientId !== now.clientId || providerOf(before).tokenUrl !== providerOf(now).tokenUrl
}

const storedAccount = (stored: Stored, kind: Kind): Account | null =>
  kind === 'imap' ? imapOf(stored.imap) : smtpOf(stored.smtp)

function isDifferentServer(before: Account, now: Account): boolean {
  return before.host !== now.host || before.port !== now.port || (now.tls === 'none' && before.tls !== 'none')
}
