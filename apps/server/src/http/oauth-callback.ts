import { DeskError } from '@gotrs/contract/errors'
import type { UserActor } from '@gotrs/core/kernel/actor'
import { isGranted } from '@gotrs/core/kernel/require-grant'
import { finishOAuth, readOAuthState } from '@gotrs/core/mailboxes/oauth/finish'
import { oneLine } from '@gotrs/core/mailboxes/oauth/token-endpoint'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

const settingsPath = '/agent/settings/mailboxes'

/**
 * `GET /api/mailboxes/oauth/callback`: the provider redirects the admin's browser to it (RFC 6749, section 4.1.2). It
 * redirects to the mailbox's page, which shows the result; never to another site.
 */
export function oauthCallback({ desk, settings, log }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/mailboxes/oauth/callback')
    c.header('Cache-Control', 'no-store')
    const goTo = (path: string) => c.redirect(`${settings.baseUrl}${path}`, 303)
    const actor = await adminOf(desk, c, cookie)
    if (!actor) return goTo(settingsPath)
    const query = (name: string) => (c.req.query(name) ?? '').slice(0, 8_000)
    try {
      const { mailboxId } = readOAuthState(desk, actor, query('state'))
      const page = `${settingsPath}/${mailboxId}`
      const refusal = [query('error'), query('error_description')].filter(Boolean).join(': ')
      if (refusal !== '') return goTo(`${page}?oauthError=${encodeURIComponent(oneLine(refusal))}`)
      return await finishOAuth(desk, actor, { code: query('code'), state: query('state') }).then(
        () => goTo(`${page}?connected=1`),
        error => goTo(`${page}?oauthError=${encodeURIComponent(reasonOf(error))}`),
      )
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      log.warn({ err: error, requestId: c.get('requestId') }, 'a redirect from an OAuth provider was rejected')
      return goTo(`${settingsPath}?oauthError=${encodeURIComponent(staleWords)}`)
    }
  }
}

const staleWords = 'This sign-in is older than ten minutes, or somebody else began it. Press Connect again.'

/** The session's own; without one the page asks for a login. */
async function adminOf(desk: Server['desk'], c: HttpContext, cookie: SessionCookie): Promise<UserActor | null> {
  const sessionId = cookie.read(c)
  const actor = sessionId === null ? null : (await desk.sessions.findActors([sessionId])).get(sessionId)
  return actor && isGranted({ actor }, 'mailbox.manage') ? actor : null
}

function reasonOf(error: unknown): string {
  if (error instanceof DeskError && error.code === 'oauth_failed') return String(error.params.reason)
  if (error instanceof DeskError && error.code === 'invalid_token') return staleWords
  throw error
}
