import { apiToken, apiTokenRefInput, createApiTokenInput, createdApiToken } from '@gotrs/contract/api-tokens'
import { id } from '@gotrs/contract/ids'
import { createApiToken, listApiTokens, readApiToken, revokeApiToken } from '@gotrs/core/accounts/api-tokens'
import { confirmPassword } from '@gotrs/core/accounts/confirm-password'
import { limitFailures } from '@gotrs/core/accounts/limits'
import { recheckStreams } from '@gotrs/core/accounts/recheck-streams'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const tokensRouter = router({
  /** The caller's personal API tokens; an admin may ask for another person's. */
  list: allowed('account.manage', rest.get('/api/tokens', 'List your personal API tokens'))
    .input(
      z.object({ userId: id.optional().describe('Admins only: the tokens of this person. Default: yours.') }).strict(),
    )
    .output(z.array(apiToken))
    .query(({ ctx, input: { userId = ctx.actor.id } }) =>
      ctx.desk.read(ctx.actor, reader => listApiTokens(reader, userId)),
    ),

  /** One's own, or anybody's for an admin; without the token itself. @throws not_found */
  get: allowed('account.manage', rest.get('/api/tokens/{tokenId}', 'Read a personal API token'))
    .input(apiTokenRefInput)
    .output(apiToken)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readApiToken(reader, input))),

  /**
   * Only this answer contains the token; the desk sends its owner a mail. A token cannot create tokens.
   * @throws forbidden, wrong_credentials, too_many_requests, invalid_input
   */
  create: allowed(
    'token.create',
    rest.create('/api/tokens', 'Create a personal API token', {
      description:
        'Only this answer contains the token. Send your password again. The desk sends you a mail about the new token.',
      errors: ['wrong_credentials', 'too_many_requests'],
      example: { name: 'Nightly report', scopes: ['tickets:read'], password: 'the password of Ana' },
    }),
  )
    .input(createApiTokenInput)
    .output(createdApiToken)
    .mutation(async ({ ctx, input: { password, ...asked } }) => {
      const attempt = { remoteAddress: ctx.remoteAddress, account: ctx.actor.email }
      const hash = await limitFailures(ctx.desk, attempt, () => confirmPassword(ctx.desk, ctx.actor, password))
      return ctx.run(uow => createApiToken(uow, asked, hash))
    }),

  /**
   * One's own, or anybody's by an admin. It is revoked at once, and its open streams close within seconds. @throws
   * not_found
   */
  revoke: allowed('account.manage', rest.delete('/api/tokens/{tokenId}', 'Revoke a token'))
    .input(apiTokenRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => revokeApiToken(uow, input, userId => recheckStreams(ctx.desk, userId)))
      return isDone
    }),
})
