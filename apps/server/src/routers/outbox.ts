import { listOutboxInput, outboundMailDetail, outboundMailPage, outboundMailRefInput } from '@gotrs/contract/outbox'
import { readOutboundMail } from '@gotrs/core/outbound/detail'
import { listOutbox } from '@gotrs/core/outbound/queries'
import { allowed, router } from '../trpc.ts'

export const outboxRouter = router({
  /** Mails that GOTRS sends or has sent, newest first. */
  list: allowed('outbox.read')
    .input(listOutboxInput)
    .output(outboundMailPage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listOutbox(reader, input))),

  /** One of them as it goes over the line. */
  get: allowed('outbox.read')
    .input(outboundMailRefInput)
    .output(outboundMailDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readOutboundMail(reader, input, ctx.desk.blobs))),
})
