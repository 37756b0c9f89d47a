import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import { providerOf } from './providers.ts'
import { redirectUri } from './redirect-uri.ts'
import { challengeOf, makeState, sealState } from './state.ts'

/**
 * The address at the provider where the admin authorizes the desk for the mailbox: the authorization code grant with
 * PKCE (RFC 6749, section 4.1; RFC 7636). @throws DeskError `not_found`, or `oauth_failed` where the app is not set up
 */
export async function startOAuth(
  kernel: Kernel,
  actor: UserActor,
  { mailboxId }: { mailboxId: string },
): Promise<{ url: string }> {
  requireGrant({ actor }, 'mailbox.manage')
  const [mailbox] = await kernel.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId))
  if (!mailbox) throw new DeskError('not_found', { mailboxId })
  const { oauth, imap, smtp } = mailbox
  if (!oauth) throw new DeskError('oauth_failed', { reason: 'the app at the provider is not saved yet' })
  const { authorizeUrl, scope, extra } = providerOf(oauth)
  if (!URL.canParse(authorizeUrl)) throw new DeskError('oauth_failed', { reason: 'the sign-in address is not set' })
  const state = makeState(kernel.now(), { mailboxId, adminId: actor.id, clientId: oauth.clientId })
  const url = new URL(authorizeUrl)
  const asked = {
    response_type: 'code',
    client_id: oauth.clientId,
    redirect_uri: redirectUri(kernel.baseUrl),
    scope,
    state: sealState(kernel.vault, state),
    code_challenge: challengeOf(state),
    code_challenge_method: 'S256',
    login_hint: imap?.user || smtp?.user || mailbox.address,
    ...extra,
  }
  for (const [name, value] of Object.entries(asked)) if (value !== '') url.searchParams.set(name, value)
  return { url: url.href }
}
