import { refreshTokenInput, tokenPair } from '@gotrs/contract/api-tokens'
import {
  changePasswordInput,
  deskInfo,
  loginInput,
  loginSession,
  me,
  registerInput,
  requestPasswordResetInput,
  resetPasswordInput,
  sessionRefInput,
  updateProfileInput,
  verifyEmailInput,
} from '@gotrs/contract/auth'
import { changePassword } from '@gotrs/core/accounts/change-password'
import { recordingFailure } from '@gotrs/core/accounts/failed-logins'
import { limitFailures, limitInvalidTokens, limitRequests } from '@gotrs/core/accounts/limits'
import { login } from '@gotrs/core/accounts/login'
import { listOwnLogins, revokeOwnLogin, revokeOwnLogins } from '@gotrs/core/accounts/logins'
import { readMe } from '@gotrs/core/accounts/queries'
import { register } from '@gotrs/core/accounts/register'
import { requestPasswordReset } from '@gotrs/core/accounts/request-password-reset'
import { resetPassword } from '@gotrs/core/accounts/reset-password'
import { loginForTokens, refreshPair, revokeFamily } from '@gotrs/core/accounts/token-families'
import { updateProfile } from '@gotrs/core/accounts/update-profile'
import { verifyEmail } from '@gotrs/core/accounts/verify-email'
import { z } from 'zod'
import { rejectDemoPassword } from '../demo-password.ts'
import { rest } from '../rest/meta.ts'
import { allowed, anyone, type Context, done, isDone, router } from '../trpc.ts'

export const authRouter = router({
  /** The facts that a browser needs before the login. */
  desk: anyone(
    rest.get('/api/desk', 'Read the name and the limits of the desk', { operationId: 'getDesk', tag: 'Desk' }),
  )
    .output(deskInfo)
    .query(({ ctx: { desk, refusesDemoPassword } }) => ({
      ...desk.info,
      // The apps must not offer a login that fails.
      isDemo: desk.info.isDemo && !refusesDemoPassword,
    })),

  /** The person who is logged in, or null. */
  me: anyone()
    .output(me.nullable())
    .query(({ ctx }) => (ctx.actor ? ctx.desk.read(ctx.actor, readMe) : null)),

  /** @throws wrong_credentials, demo_password_refused, too_many_requests */
  login: anyone()
    .input(loginInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      rejectDemoPassword(ctx, input.password)
      const client = { userAgent: ctx.userAgent, replaces: ctx.sessionId }
      const opened = await attempt(ctx, input, () => login(ctx.desk, input, client))
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  logout: anyone(
    rest.post('/api/auth/logout', 'Log out', {
      description: 'Ends the login of the token. Accepts an expired access token too.',
      takesExpiredToken: true,
    }),
  )
    .output(done)
    .mutation(async ({ ctx }) => {
      if (ctx.sessionId) await ctx.desk.sessions.revoke(ctx.sessionId)
      if (ctx.expiredLogin) await revokeFamily(ctx.desk, ctx.expiredLogin.userId, ctx.expiredLogin.familyId)
      if (ctx.actor && ctx.credential?.kind === 'login') {
        await revokeFamily(ctx.desk, ctx.actor.id, ctx.credential.familyId)
      }
      ctx.setSessionCookie(null)
      return isDone
    }),

  /** Always the same answer; a mail to the address contains the next step. @throws password_too_common, too_many_requests */
  register: anyone(
    rest.post('/api/auth/register', 'Ask for an account', {
      description: 'Always answers the same. A mail to the address has the next step.',
      errors: ['password_too_common', 'too_many_requests'],
    }),
  )
    .input(registerInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await limitRequests(ctx.desk, 'register', ctx.remoteAddress, input.email)
      await register(ctx.desk, input)
      return isDone
    }),

  /** Proves the address of a registration by the token of the mail and its password, and logs in. @throws invalid_token, wrong_credentials */
  verifyEmail: anyone()
    .input(verifyEmailInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      const client = { userAgent: ctx.userAgent, replaces: ctx.sessionId }
      const opened = await limitInvalidTokens(ctx.desk, ctx.remoteAddress, () => verifyEmail(ctx.desk, input, client))
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  /** Always the same answer. A correspondent, who has only written mail, also gets a first password by it. */
  requestPasswordReset: anyone(
    rest.post('/api/auth/password-reset', 'Ask for a mail with a link to set a password', {
      description: 'Always the same answer, whether the address is known or not.',
      errors: ['too_many_requests'],
    }),
  )
    .input(requestPasswordResetInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await limitRequests(ctx.desk, 'reset', ctx.remoteAddress, input.email)
      await requestPasswordReset(ctx.desk, input)
      return isDone
    }),

  /** Sets a password by the token of the mail, ends all sessions and API tokens, and opens a new session. @throws invalid_token, password_too_common */
  resetPassword: anyone()
    .input(resetPasswordInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      const client = { userAgent: ctx.userAgent, replaces: ctx.sessionId }
      const opened = await limitInvalidTokens(ctx.desk, ctx.remoteAddress, () => resetPassword(ctx.desk, input, client))
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  /**
   * Revokes every login; a browser stays logged in, with a new session. @throws wrong_credentials, password_too_common
   */
  changePassword: allowed(
    'account.changePassword',
    rest.put('/api/auth/password', 'Change your password', {
      description:
        'Ends every login, this one too: log in again with the new password. Personal API tokens end too, unless `endTokens` is false.',
      errors: ['wrong_credentials', 'password_too_common', 'too_many_requests'],
    }),
  )
    .input(changePasswordInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const isBrowser = ctx.credential?.kind === 'session'
      const client = isBrowser ? { userAgent: ctx.userAgent, replaces: ctx.sessionId } : null
      const change = () => changePassword(ctx.desk, ctx.actor, { ...input, client }, ctx.options)
      const opened = await attempt(ctx, ctx.actor, change)
      if (opened) ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return isDone
    }),

  updateProfile: allowed('account.manage', rest.update('/api/auth/me', 'Change your name', { answers: 'auth.me' }))
    .input(updateProfileInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => updateProfile(uow, input))
      return isDone
    }),

  /** The logins of the caller: browsers and API clients. */
  sessions: allowed(
    'account.manage',
    rest.get('/api/auth/sessions', 'List your logins', { operationId: 'listSessions' }),
  )
    .output(z.array(loginSession))
    .query(({ ctx }) => listOwnLogins(ctx.desk, ctx.actor, ctx.credential)),

  /** @throws not_found */
  revokeSession: allowed('account.manage', rest.delete('/api/auth/sessions/{sessionId}', 'End one login'))
    .input(sessionRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await revokeOwnLogin(ctx.desk, ctx.actor, input.sessionId, ctx.options)
      return isDone
    }),

  /** Revokes all logins of the caller, this one too, and all personal API tokens. */
  logoutEverywhere: allowed(
    'account.manage',
    rest.delete('/api/auth/sessions', 'Log out everywhere', { description: 'Ends every login and API token.' }),
  )
    .output(done)
    .mutation(async ({ ctx }) => {
      await revokeOwnLogins(ctx.desk, ctx.actor, ctx.options)
      ctx.setSessionCookie(null)
      return isDone
    }),

  /** For API clients: an access token of a quarter of an hour, and a refresh token for the next one. @throws wrong_credentials, too_many_requests */
  issueTokens: anyone(
    rest.post('/api/auth/login', 'Log in by address and password', {
      operationId: 'login',
      description: 'Returns an access token for `Authorization: Bearer …` and a refresh token for the next one.',
      errors: ['wrong_credentials', 'too_many_requests'],
      example: { email: 'ana@desk.example', password: 'the password of Ana' },
    }),
  )
    .input(loginInput)
    .output(tokenPair)
    .mutation(async ({ ctx, input }) => {
      rejectDemoPassword(ctx, input.password)
      return attempt(ctx, input, () => loginForTokens(ctx.desk, input, ctx.userAgent))
    }),

  /** Each refresh token works once; one that comes twice ends the login. A valid one is never limited. @throws not_logged_in, too_many_requests */
  refreshTokens: anyone(
    rest.post('/api/auth/refresh', 'Exchange a refresh token for a new pair', {
      description:
        'The refresh token alone counts: an access token that has expired may be sent beside it. Each refresh token works once. A second use means that it was stolen, and ends the login.',
      errors: ['not_logged_in', 'too_many_requests'],
      takesExpiredToken: true,
    }),
  )
    .input(refreshTokenInput)
    .output(tokenPair)
    .mutation(({ ctx, input }) =>
      limitInvalidTokens(ctx.desk, ctx.remoteAddress, () => refreshPair(ctx.desk, input.refreshToken)),
    ),
})

/** Verifies a password. Limits failures, and records them in the audit log. */
function attempt<T>(
  { desk, remoteAddress }: Pick<Context, 'desk' | 'remoteAddress'>,
  { email }: { email: string },
  work: () => Promise<T>,
): Promise<T> {
  const limited = () => limitFailures(desk, { remoteAddress, account: email }, work)
  return recordingFailure(desk, { subject: { email }, remoteAddress }, limited)
}
