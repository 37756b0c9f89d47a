import { DeskError } from '@gotrs/contract/errors'
import type { OAuthApp } from '@gotrs/contract/mailboxes'
import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import { providerOf } from './oauth/providers.ts'
import { imapOf, smtpOf } from './stored-accounts.ts'

// People who may change the settings must not learn a secret by sending it to a server of their choice.

type Stored = typeof mailboxes.$inferSelect
type Account = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  auth: 'password' | 'oauth2'
  user: string
}
/** An account of a form. A password left out means the stored one. */
export type GivenAccount = Account & { password?: string | undefined }
type Kind = 'imap' | 'smtp'

/** @throws DeskError `invalid_input` where a stored password would be sent to another server */
export function requirePasswordAgain(stored: Stored | null, input: Record<Kind, GivenAccount | null>): void {
  for (const kind of ['imap', 'smtp'] as const) {
    const now = input[kind]
    if (!now || !exposesStoredPassword(stored, kind, now)) continue
    const message = 'enter the password again: the stored one is for another server'
    throw new DeskError('invalid_input', { issues: [{ path: `${kind}.password`, message }] })
  }
}

/** Would the stored password be sent to another server, for another user, or without encryption? */
function exposesStoredPassword(stored: Stored | null, kind: Kind, now: GivenAccount): boolean {
  const isKept = now.auth === 'password' && now.password === undefined && now.user !== '' && stored?.[`${kind}Password`]
  if (!isKept) return false
  const before = storedAccount(stored, kind)
  return before?.user !== now.user || isDifferentServer(before, now)
}

/** Would the access token be sent to another server? The provider's own mail servers are always allowed. */
export function exposesAccessToken(stored: Stored, kind: Kind, now: GivenAccount): boolean {
  if (now.auth !== 'oauth2') return false
  const isForProvider = stored.oauth && providerOf(stored.oauth).mailHosts.includes(now.host.toLowerCase())
  if (isForProvider && now.tls !== 'none') return false
  const before = storedAccount(stored, kind)
  return before?.auth !== 'oauth2' || isDifferentServer(before, now)
}

/** Another app or another provider: neither the client secret nor the grant belongs to it. */
export function isDifferentApp(before: OAuthApp | null, now: OAuthApp): boolean {
  return before?.clientId !== now.clientId || providerOf(before).tokenUrl !== providerOf(now).tokenUrl
}

const storedAccount = (stored: Stored, kind: Kind): Account | null =>
  kind === 'imap' ? imapOf(stored.imap) : smtpOf(stored.smtp)

function isDifferentServer(before: Account, now: Account): boolean {
  return before.host !== now.host || before.port !== now.port || (now.tls === 'none' && before.tls !== 'none')
}
