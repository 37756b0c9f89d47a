import {
  apiToken,
  apiTokenRefInput,
  createApiTokenInput,
  createdApiToken,
  refreshTokenInput,
  tokenPair,
} from '@gotrs/contract/api-tokens'
import {
  changePasswordInput,
  loginInput,
  me,
  registerInput,
  requestPasswordResetInput,
  resetPasswordInput,
  session,
  sessionRefInput,
  updateProfileInput,
  verifyEmailInput,
} from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { notificationSettings, saveNotificationsInput } from '@gotrs/contract/notifications'
import { endFamily } from '@gotrs/core/accounts/token-families'
import { z } from 'zod'
import { type Context, done } from '../trpc.ts'
import { type RestRoute, route } from './route.ts'

const tag = 'Accounts'

export const authRoutes: RestRoute[] = [
  route({
    method: 'post',
    path: '/api/auth/register',
    tag,
    summary: 'Ask for an account',
    description: 'Always the same answer; a mail to the address says how it goes on.',
    procedures: ['auth.register'],
    body: registerInput,
    answer: done,
    errors: ['password_too_common', 'too_many_requests'],
    run: ({ call, body }) => call.auth.register(body),
  }),
  route({
    method: 'post',
    path: '/api/auth/verify-email',
    tag,
    summary: 'Finish a registration by the token of the mail',
    description: 'With the password of the registration. After it, log in.',
    procedures: ['auth.verifyEmail'],
    body: verifyEmailInput,
    answer: done,
    errors: ['invalid_token', 'wrong_credentials', 'too_many_requests'],
    run: ({ ctx, call, body }) => withoutSession(ctx, () => call.auth.verifyEmail(body)),
  }),
  route({
    method: 'post',
    path: '/api/auth/login',
    tag,
    summary: 'Log in by address and password',
    description: 'Gives an access token for `Authorization: Bearer …` and a refresh token for the next one.',
    procedures: ['auth.issueTokens'],
    body: loginInput,
    example: { email: 'ana@desk.example', password: 'the password of Ana' },
    answer: tokenPair,
    errors: ['wrong_credentials', 'too_many_requests'],
    run: ({ call, body }) => call.auth.issueTokens(body),
  }),
  route({
    method: 'post',
    path: '/api/auth/refresh',
    tag,
    summary: 'Change a refresh token for a new pair',
    description:
      'The refresh token alone counts: an access token that has expired may stand beside it. Each refresh token works once. One that comes twice was stolen from somebody, and ends the login.',
    procedures: ['auth.refreshTokens'],
    takesExpiredToken: true,
    body: refreshTokenInput,
    answer: tokenPair,
    errors: ['not_logged_in', 'too_many_requests'],
    run: ({ call, body }) => call.auth.refreshTokens(body),
  }),
  route({
    method: 'post',
    path: '/api/auth/logout',
    tag,
    summary: 'End the login that the token belongs to',
    description: 'Also by an access token that has expired.',
    procedures: ['auth.logout'],
    takesExpiredToken: true,
    answer: done,
    async run({ ctx, call }) {
      if (ctx.expiredLogin) await endFamily(ctx.desk, ctx.expiredLogin.userId, ctx.expiredLogin.familyId)
      return call.auth.logout()
    },
  }),
  route({
    method: 'post',
    path: '/api/auth/password-reset',
    tag,
    summary: 'Ask for a mail with a link to set a password',
    description: 'Always the same answer, whether the address is known or not.',
    procedures: ['auth.requestPasswordReset'],
    body: requestPasswordResetInput,
    answer: done,
    errors: ['too_many_requests'],
    run: ({ call, body }) => call.auth.requestPasswordReset(body),
  }),
  route({
    method: 'post',
    path: '/api/auth/password-reset/confirm',
    tag,
    summary: 'Set a password by the token of the mail',
    description: 'Ends every login and API token of the person.',
    procedures: ['auth.resetPassword'],
    body: resetPasswordInput,
    answer: done,
    errors: ['invalid_token', 'password_too_common', 'too_many_requests'],
    run: ({ ctx, call, body }) => withoutSession(ctx, () => call.auth.resetPassword(body)),
  }),
  route({
    method: 'get',
    path: '/api/auth/me',
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
  route({
    method: 'put',
    path: '/api/auth/me',
    tag,
    summary: 'Change your name',
    procedures: ['auth.updateProfile'],
    body: updateProfileInput,
    answer: done,
    run: ({ call, body }) => call.auth.updateProfile(body),
  }),
  route({
    method: 'put',
    path: '/api/auth/password',
    tag,
    summary: 'Change your password',
    description:
      'Ends every login, this one too: log in again with the new password. Personal API tokens end too, unless `endTokens` is false.',
    procedures: ['auth.changePassword'],
    body: changePasswordInput,
    answer: done,
    errors: ['wrong_credentials', 'password_too_common', 'too_many_requests'],
    run: ({ call, body }) => call.auth.changePassword(body),
  }),
  route({
    method: 'get',
    path: '/api/auth/sessions',
    tag,
    summary: 'Where you are logged in',
    procedures: ['auth.sessions'],
    answer: z.object({ items: z.array(session) }),
    run: async ({ call }) => ({ items: await call.auth.sessions() }),
  }),
  route({
    method: 'delete',
    path: '/api/auth/sessions/{sessionId}',
    tag,
    summary: 'End one login',
    procedures: ['auth.endSession'],
    params: sessionRefInput,
    answer: done,
    errors: ['not_found'],
    run: ({ call, params }) => call.auth.endSession(params),
  }),
  route({
    method: 'delete',
    path: '/api/auth/sessions',
    tag,
    summary: 'Log out everywhere',
    description: 'Ends every login and API token.',
    procedures: ['auth.logoutEverywhere'],
    answer: done,
    run: ({ call }) => call.auth.logoutEverywhere(),
  }),
  route({
    method: 'get',
    path: '/api/auth/notifications',
    tag,
    summary: 'What you are told of by mail',
    procedures: ['notifications.get'],
    answer: notificationSettings,
    run: ({ call }) => call.notifications.get(),
  }),
  route({
    method: 'put',
    path: '/api/auth/notifications',
    tag,
    summary: 'Choose what you are told of by mail',
    procedures: ['notifications.save'],
    body: saveNotificationsInput,
    answer: notificationSettings,
    async run({ call, body }) {
      await call.notifications.save(body)
      return body
    },
  }),
  route({
    method: 'get',
    path: '/api/tokens',
    tag: 'API tokens',
    summary: 'Your personal API tokens',
    procedures: ['tokens.list'],
    query: z.object({ userId: z.uuid().optional() }).strict(),
    answer: z.object({ items: z.array(apiToken) }),
    run: async ({ call, query }) => ({ items: await call.tokens.list(query) }),
  }),
  route({
    method: 'post',
    path: '/api/tokens',
    tag: 'API tokens',
    summary: 'Make a personal API token',
    description:
      'The token is in this answer and in no other. Send your password again. The desk sends you a mail about the new token.',
    procedures: ['tokens.create'],
    body: createApiTokenInput,
    example: { name: 'Nightly report', scopes: ['tickets:read'], password: 'the password of Ana' },
    answer: createdApiToken,
    status: 201,
    errors: ['wrong_credentials', 'too_many_requests'],
    locationOf: ({ id }) => `/api/tokens/${id}`,
    run: ({ call, body }) => call.tokens.create(body),
  }),
  route({
    method: 'delete',
    path: '/api/tokens/{tokenId}',
    tag: 'API tokens',
    summary: 'Revoke a token',
    procedures: ['tokens.revoke'],
    params: apiTokenRefInput,
    answer: done,
    errors: ['not_found'],
    run: ({ call, params }) => call.tokens.revoke(params),
  }),
]

/** What is opened for a browser is of no use here: neither a cookie nor a session is left. */
async function withoutSession(ctx: Context, run: () => Promise<unknown>) {
  const opened: string[] = []
  ctx.setSessionCookie = sessionId => void (sessionId && opened.push(sessionId))
  await run()
  for (const sessionId of opened) await ctx.desk.sessions.close(sessionId)
  return { done: true as const }
}
