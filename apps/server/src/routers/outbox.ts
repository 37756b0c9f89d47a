import {
  listOutboxInput,
  outboundMail,
  outboundMailDetail,
  outboundMailPage,
  outboundMailRefInput,
} from '@gotrs/contract/outbox'
import { cancelMail } from '@gotrs/core/outbound/cancel'
import { readOutboundMail } from '@gotrs/core/outbound/detail'
import { listOutbox } from '@gotrs/core/outbound/queries'
import { retryMail } from '@gotrs/core/outbound/retry'
import { readMail } from '@gotrs/core/outbound/show-mail'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const outboxRouter = router({
  /** Mails that GOTRS sends or has sent, newest first. */
  list: allowed(
    'outbox.read',
    rest.get('/api/outbox', 'List outgoing mails with their state', {
      errors: ['invalid_cursor', 'search_too_slow'],
    }),
  )
    .input(listOutboxInput)
    .output(outboundMailPage)
    .query(({ ctx, input }) =>
      ctx.desk.list(ctx.actor, reader => listOutbox(reader, input), { isSearch: Boolean(input.q) }),
    ),

  /** One of them as it goes over the line. */
  get: allowed(
    'outbox.read',
    rest.get('/api/outbox/{mailId}', 'Read an outgoing mail', {
      description:
        'Of a secret mail, which holds a link that logs somebody in, nothing is shown but its purpose, recipients and delivery.',
    }),
  )
    .input(outboundMailRefInput)
    .output(outboundMailDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readOutboundMail(reader, input, ctx.desk.blobs))),

  /**
   * Retries a mail that failed, was cancelled or may not have arrived, at once and with the same Message-ID, for those
   * who did not get it. @throws wrong_status, raw_mail_gone, mailbox_unusable, no_recipient
   */
  retry: allowed(
    'outbox.manage',
    rest.post('/api/outbox/{mailId}/retry', 'Send a mail again', { errors: ['wrong_status'] }),
  )
    .input(outboundMailRefInput)
    .output(outboundMail)
    .mutation(({ ctx, input }) =>
      ctx.run(async uow => {
        await retryMail(uow, input)
        return readMail(uow, input.mailId)
      }),
    ),

  /** A mail that waits is not sent any more. @throws wrong_status, also while it is being sent */
  cancel: allowed(
    'outbox.manage',
    rest.post('/api/outbox/{mailId}/cancel', 'Cancel a waiting mail', { errors: ['wrong_status'] }),
  )
    .input(outboundMailRefInput)
    .output(outboundMail)
    .mutation(({ ctx, input }) =>
      ctx.run(async uow => {
        await cancelMail(uow, input)
        return readMail(uow, input.mailId)
      }),
    ),
})
