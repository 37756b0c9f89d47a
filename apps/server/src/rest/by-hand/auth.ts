import { me, resetPasswordInput, verifyEmailInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { type Context, done } from '../../trpc.ts'
import { type RestRoute, route } from '../route.ts'

const tag = 'Accounts'

export const authRows: RestRoute[] = [
  // The link of the mail opens a session for a browser; a program logs in after it.
  route({
    method: 'post',
    path: '/api/auth/verify-email',
    operationId: 'verifyEmail',
    tag,
    summary: 'Finish a registration by the token of the mail',
    description: 'With the password of the registration. After it, log in.',
    procedures: ['auth.verifyEmail'],
    body: verifyEmailInput,
    answer: done,
    errors: ['invalid_token', 'wrong_credentials', 'too_many_requests'],
    run: ({ ctx, call, body }) => withoutSession(ctx, () => call.auth.verifyEmail(body)),
  }),
  // As that.
  route({
    method: 'post',
    path: '/api/auth/password-reset/confirm',
    operationId: 'resetPassword',
    tag,
    summary: 'Set a password by the token of the mail',
    description: 'Ends every login and API token of the person.',
    procedures: ['auth.resetPassword'],
    body: resetPasswordInput,
    answer: done,
    errors: ['invalid_token', 'password_too_common', 'too_many_requests'],
    run: ({ ctx, call, body }) => withoutSession(ctx, () => call.auth.resetPassword(body)),
  }),
  // Without a login the procedure answers null, which the web apps need; a program gets `not_logged_in`.
  route({
    method: 'get',
    path: '/api/auth/me',
    operationId: 'getMe',
    tag,
    summary: 'Who is calling',
    procedures: ['auth.me'],
    answer: me,
    needsLogin: true,
    async run({ call }) {
      const caller = await call.auth.me()
      if (!caller) throw new DeskError('not_logged_in')
      return caller
    },
  }),
]

/** A program does not need the session of a browser: revoke it, and set no cookie. */
async function withoutSession(ctx: Context, run: () => Promise<unknown>) {
  const opened: string[] = []
  ctx.setSessionCookie = sessionId => void (sessionId && opened.push(sessionId))
  await run()
  for (const sessionId of opened) await ctx.desk.sessions.revoke(sessionId)
  return { done: true as const }
}
