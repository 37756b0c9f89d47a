import {
  changePasswordInput,
  deskInfo,
  loginInput,
  me,
  registerInput,
  requestPasswordResetInput,
  resetPasswordInput,
  session,
  updateProfileInput,
  verifyEmailInput,
} from '@gotrs/contract/auth'
import { changePassword } from '@gotrs/core/accounts/change-password'
import { limitAttempts } from '@gotrs/core/accounts/limits'
import { login } from '@gotrs/core/accounts/login'
import { readMe } from '@gotrs/core/accounts/queries'
import { register } from '@gotrs/core/accounts/register'
import { requestPasswordReset } from '@gotrs/core/accounts/request-password-reset'
import { resetPassword } from '@gotrs/core/accounts/reset-password'
import { updateProfile } from '@gotrs/core/accounts/update-profile'
import { verifyEmail } from '@gotrs/core/accounts/verify-email'
import { z } from 'zod'
import { allowed, anyone, done, isDone, router } from '../trpc.ts'

export const authRouter = router({
  /** What a browser has to know before anybody is logged in. */
  desk: anyone.output(deskInfo).query(({ ctx }) => ctx.desk.info),

  /** The one who is logged in, or null. */
  me: anyone.output(me.nullable()).query(({ ctx }) => (ctx.actor ? ctx.desk.read(ctx.actor, readMe) : null)),

  /** @throws wrong_credentials, too_many_requests */
  login: anyone
    .input(loginInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'login', ctx.remoteAddress, input.email)
      const opened = await login(ctx.desk, input, { userAgent: ctx.userAgent, replaces: ctx.sessionId })
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  logout: anyone.output(done).mutation(async ({ ctx }) => {
    if (ctx.sessionId) await ctx.desk.sessions.close(ctx.sessionId)
    ctx.setSessionCookie(null)
    return isDone
  }),

  /** Always the same answer; a mail to the address says how it goes on. @throws password_too_common, too_many_requests */
  register: anyone
    .input(registerInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'register', ctx.remoteAddress, input.email)
      await register(ctx.desk, input)
      return isDone
    }),

  /** Proves the address of a registration by the token of the mail and its password, and logs in. @throws invalid_token, wrong_credentials */
  verifyEmail: anyone
    .input(verifyEmailInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'token', ctx.remoteAddress)
      const opened = await verifyEmail(ctx.desk, input, { userAgent: ctx.userAgent, replaces: ctx.sessionId })
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  /** Always the same answer. Also how a correspondent who only ever wrote mail gets a first password. */
  requestPasswordReset: anyone
    .input(requestPasswordResetInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'reset', ctx.remoteAddress, input.email)
      await requestPasswordReset(ctx.desk, input)
      return isDone
    }),

  /** Sets a password by the token of the mail, ends all sessions and opens a new one. @throws invalid_token, password_too_common */
  resetPassword: anyone
    .input(resetPasswordInput)
    .output(me)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'token', ctx.remoteAddress)
      const opened = await resetPassword(ctx.desk, input, { userAgent: ctx.userAgent, replaces: ctx.sessionId })
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return opened.me
    }),

  /** Ends every other session. @throws wrong_credentials, password_too_common */
  changePassword: allowed('account.manage')
    .input(changePasswordInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.desk, 'login', ctx.remoteAddress, ctx.actor.id)
      const opened = await changePassword(ctx.desk, ctx.actor, input, {
        userAgent: ctx.userAgent,
        replaces: ctx.sessionId,
      })
      ctx.setSessionCookie(opened.sessionId, opened.expiresAt)
      return isDone
    }),

  updateProfile: allowed('account.manage')
    .input(updateProfileInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.desk.run(ctx.actor, uow => updateProfile(uow, input))
      return isDone
    }),

  /** The caller's open sessions. */
  sessions: allowed('account.manage')
    .output(z.array(session))
    .query(({ ctx }) => ctx.desk.sessions.list(ctx.actor.id, ctx.sessionId)),

  /** Ends all sessions of the caller, this one too. */
  logoutEverywhere: allowed('account.manage')
    .output(done)
    .mutation(async ({ ctx }) => {
      await ctx.desk.sessions.closeAll(ctx.actor.id)
      ctx.setSessionCookie(null)
      return isDone
    }),
})
