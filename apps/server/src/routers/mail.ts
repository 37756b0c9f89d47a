import { inboundMailDetail, inboundMailPage, inboundMailRefInput, listInboundInput } from '@gotrs/contract/inbound'
import { mailbox, saveMailboxInput } from '@gotrs/contract/mailboxes'
import { listOutboxInput, outboundMailDetail, outboundMailPage, outboundMailRefInput } from '@gotrs/contract/outbox'
import { listInbound, readInboundMail } from '@gotrs/core/inbound/queries'
import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { saveMailbox } from '@gotrs/core/mailboxes/save'
import { listOutbox, readOutboundMail } from '@gotrs/core/outbound/queries'
import { z } from 'zod'
import { allowed, router } from '../trpc.ts'

export const mailboxesRouter = router({
  /** At most 200, by name; passwords never come back. */
  list: allowed('mailbox.list')
    .output(z.array(mailbox))
    .query(({ ctx }) => ctx.desk.read(ctx.actor, listMailboxes)),

  save: allowed('mailbox.manage')
    .input(saveMailboxInput)
    .output(mailbox)
    .mutation(({ ctx, input }) => ctx.desk.run(ctx.actor, uow => saveMailbox(uow, input))),
})

export const outboxRouter = router({
  /** Mails that GOTRS sends or has sent, newest first. */
  list: allowed('outbox.read')
    .input(listOutboxInput)
    .output(outboundMailPage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listOutbox(reader, input))),

  get: allowed('outbox.read')
    .input(outboundMailRefInput)
    .output(outboundMailDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readOutboundMail(reader, input))),
})

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
