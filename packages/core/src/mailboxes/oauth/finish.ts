import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { clientSecretOf } from './access-token.ts'
import { OAuthFailure } from './failure.ts'
import { providerOf } from './providers.ts'
import { oauthPurpose } from './purposes.ts'
import { redirectUri } from './redirect-uri.ts'
import { type OAuthState, openState } from './state.ts'
import { requestTokens, type Tokens } from './token-endpoint.ts'

/** The mailbox that a way back from the provider is for. @throws DeskError `invalid_token` where it is not this admin's */
export function readOAuthState(kernel: Kernel, actor: UserActor, state: string): OAuthState {
  const read = openState(kernel.vault, kernel.now(), state)
  if (read.adminId !== actor.id) throw new DeskError('invalid_token')
  return read
}

/**
 * Gives the code for tokens (RFC 6749, section 4.1.3) and keeps them. No network is used inside a transaction.
 * @throws DeskError `oauth_failed` with the provider's reason, `invalid_token`
 */
export async function finishOAuth(
  kernel: Kernel,
  actor: UserActor,
  { code, state }: { code: string; state: string },
): Promise<{ mailboxId: string }> {
  requireGrant({ actor }, 'mailbox.manage')
  const read = readOAuthState(kernel, actor, state)
  const tokens = await tokensFor(kernel, read, code).catch(error => {
    throw error instanceof OAuthFailure ? new DeskError('oauth_failed', { reason: error.message }) : error
  })
  await kernel.run(actor, uow => keepGrant(uow, read, tokens))
  return { mailboxId: read.mailboxId }
}

async function tokensFor(kernel: Kernel, { mailboxId, clientId, verifier }: OAuthState, code: string) {
  const [mailbox] = await kernel.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId))
  if (!mailbox?.oauth || mailbox.oauth.clientId !== clientId) throw new OAuthFailure(changedMeanwhile)
  const tokens = await requestTokens(kernel.guard, providerOf(mailbox.oauth).tokenUrl, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(kernel.baseUrl),
    client_id: clientId,
    client_secret: clientSecretOf(kernel, mailbox),
    code_verifier: verifier,
  })
  if (tokens.refreshToken === null) {
    throw new OAuthFailure('The provider gave no refresh token. Let the app ask for offline access.')
  }
  return { ...tokens, refreshToken: tokens.refreshToken }
}

const changedMeanwhile = 'The app at the provider was changed meanwhile. Connect the mailbox again.'

type Grant = Tokens & { refreshToken: string }

async function keepGrant(uow: UnitOfWork, { mailboxId, clientId }: OAuthState, tokens: Grant): Promise<void> {
  requireGrant(uow, 'mailbox.manage')
  const [mailbox] = await uow.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId)).for('update')
  if (mailbox?.oauth?.clientId !== clientId) throw new DeskError('oauth_failed', { reason: changedMeanwhile })
  await uow.db
    .update(mailboxes)
    .set({
      oauthRefreshToken: uow.vault.seal(oauthPurpose(mailboxId, 'refresh token'), tokens.refreshToken),
      oauthAccessToken: uow.vault.seal(oauthPurpose(mailboxId, 'access token'), tokens.accessToken),
      oauthExpiresAt: new Date(uow.now.getTime() + tokens.expiresInMs),
      oauthError: null,
    })
    .where(eq(mailboxes.id, mailboxId))
  uow.emit('mailbox.connected', { mailboxId })
}
