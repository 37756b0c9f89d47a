import { DeskError } from '@gotrs/contract/errors'
import type { createMailboxInput } from '@gotrs/contract/mailboxes'
import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import type { z } from 'zod'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { oauthPurpose } from './oauth/purposes.ts'
import { exposesAccessToken, isDifferentApp } from './require-secret-again.ts'

type Input = z.output<typeof createMailboxInput>
type Row = typeof mailboxes.$inferSelect

const noGrant = { oauthRefreshToken: null, oauthAccessToken: null, oauthExpiresAt: null, oauthError: null }

/**
 * The app at the provider and the grant, as they are stored. A grant that would be shown to another server, or that was
 * given to another app, is dropped: the mailbox has to be connected again.
 */
export function oauthValues(uow: UnitOfWork, id: string, input: Input, stored: Row | null): Partial<Row> {
  if (!input.oauth) return { oauth: null, oauthClientSecret: null, ...noGrant }
  const { clientSecret, refreshToken, ...app } = input.oauth
  const isOther = !stored?.oauth || isDifferentApp(stored.oauth, app)
  const secret =
    clientSecret === undefined ? undefined : uow.vault.seal(oauthPurpose(id, 'client secret'), clientSecret)
  const kept = { oauth: app, oauthClientSecret: secret ?? (isOther ? null : stored.oauthClientSecret) }
  if (refreshToken !== undefined) {
    return { ...kept, ...noGrant, oauthRefreshToken: uow.vault.seal(oauthPurpose(id, 'refresh token'), refreshToken) }
  }
  return isOther || exposesGrant(stored, input) ? { ...kept, ...noGrant } : kept
}

const exposesGrant = (stored: Row, { imap, smtp }: Input): boolean =>
  (imap !== null && exposesAccessToken(stored, 'imap', imap)) ||
  (smtp !== null && exposesAccessToken(stored, 'smtp', smtp))

/** @throws DeskError `invalid_input`, naming the field */
export function requireCompleteOAuth(stored: Row | null, input: Input): void {
  const refuse = (path: string, message: string) => {
    throw new DeskError('invalid_input', { issues: [{ path, message }] })
  }
  for (const kind of ['imap', 'smtp'] as const) {
    if (input[kind]?.auth !== 'oauth2') continue
    if (!input.oauth) refuse(`${kind}.auth`, 'OAuth login requires the app at the provider')
    if (input[kind].user === '') refuse(`${kind}.user`, 'enter the user name for the OAuth login')
  }
  if (!input.oauth) return
  const { clientSecret, provider, tokenUrl } = input.oauth
  if (provider === 'other' && tokenUrl === '') refuse('oauth.tokenUrl', 'enter the token address of the provider')
  const wouldMove = clientSecret === undefined && stored?.oauthClientSecret && isDifferentApp(stored.oauth, input.oauth)
  if (wouldMove) refuse('oauth.clientSecret', 'enter the client secret again: the stored one belongs to another app')
}
