import {
  createMailboxInput,
  forwardAddress,
  mailbox,
  mailboxRefInput,
  mailboxTest,
  oauthStart,
  testMailboxInput,
  updateMailboxInput,
} from '@gotrs/contract/mailboxes'
import { testMailbox } from '@gotrs/core/mailboxes/connection-test/test-mailbox'
import { createMailbox } from '@gotrs/core/mailboxes/create'
import { listForwardAddresses } from '@gotrs/core/mailboxes/forward-addresses'
import { readRedirectUri } from '@gotrs/core/mailboxes/oauth/redirect-uri'
import { startOAuth } from '@gotrs/core/mailboxes/oauth/start'
import { listMailboxes, readMailbox } from '@gotrs/core/mailboxes/queries'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const mailboxesRouter = router({
  /** At most 200, by name; passwords and tokens never come back. */
  list: allowed('mailbox.list', rest.get('/api/mailboxes', 'List mailboxes with their state'))
    .output(z.array(mailbox))
    .query(({ ctx }) => ctx.desk.read(ctx.actor, listMailboxes)),

  /** @throws not_found */
  get: allowed('mailbox.list', rest.get('/api/mailboxes/{mailboxId}', 'Read a mailbox and its state'))
    .input(mailboxRefInput)
    .output(mailbox)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readMailbox(reader, input.mailboxId))),

  create: allowed(
    'mailbox.manage',
    rest.create('/api/mailboxes', 'Create a mailbox', { errors: ['already_exists', 'not_found'] }),
  )
    .input(createMailboxInput)
    .output(mailbox)
    .mutation(({ ctx, input }) => ctx.run(uow => createMailbox(uow, input))),

  update: allowed(
    'mailbox.manage',
    rest.update('/api/mailboxes/{mailboxId}', 'Change a mailbox', {
      description:
        'Any of the fields; what is left out stays, also inside `imap`, `smtp` and `oauth`. A password or secret stays for the same account on the same server.',
      errors: ['already_exists'],
    }),
  )
    .input(updateMailboxInput)
    .output(mailbox)
    .mutation(({ ctx, input }) => ctx.run(uow => updateMailbox(uow, input))),

  /** Tests the accounts of the form, saved or not. Changes nothing, and sends no mail. */
  test: allowed(
    'mailbox.manage',
    rest.post('/api/mailboxes/test', 'Test the accounts of a mailbox', { errors: ['not_found'] }),
  )
    .input(testMailboxInput)
    .output(mailboxTest)
    .mutation(({ ctx, input }) => testMailbox(ctx.desk, ctx.actor, input)),

  /**
   * The address at the provider where the admin authorizes the desk; the browser returns to the callback below `/api`.
   */
  startOAuth: allowed(
    'mailbox.manage',
    rest.post('/api/mailboxes/{mailboxId}/oauth', 'Start the OAuth login of a mailbox', {
      errors: ['oauth_failed'],
    }),
  )
    .input(mailboxRefInput)
    .output(oauthStart)
    .mutation(({ ctx, input }) => startOAuth(ctx.desk, ctx.actor, input)),

  /** The redirect address that the admin must enter for the app at the provider. */
  oauthRedirect: allowed(
    'mailbox.list',
    rest.get('/api/mailboxes/oauth-redirect', 'Read the redirect address for the OAuth app', {
      operationId: 'getOAuthRedirect',
    }),
  )
    .output(oauthStart)
    .query(({ ctx }) => readRedirectUri(ctx.desk, ctx.actor)),

  /** The caller's own address at each mailbox that is in use: what is forwarded there becomes a ticket of its sender. */
  forwardAddresses: allowed(
    'mailbox.forward',
    rest.get('/api/mailboxes/forward-addresses', 'List your forwarding addresses', {
      operationId: 'listForwardAddresses',
    }),
  )
    .output(z.array(forwardAddress))
    .query(({ ctx }) => listForwardAddresses(ctx.desk, ctx.actor)),
})
