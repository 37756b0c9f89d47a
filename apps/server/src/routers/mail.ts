import { inboundMailDetail, inboundMailPage, inboundMailRefInput, listInboundInput } from '@gotrs/contract/inbound'
import { listInbound, readInboundMail } from '@gotrs/core/inbound/queries'
import { allowed, router } from '../trpc.ts'

export const inboundRouter = router({
  /** Mails that have come in, newest first, with what became of each. */
  list: allowed('inbound.read')
    .input(listInboundInput)
    .output(inboundMailPage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listInbound(reader, input))),

  get: allowed('inbound.read')
    .input(inboundMailRefInput)
    .output(inboundMailDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readInboundMail(reader, input, ctx.desk.blobs))),
})
