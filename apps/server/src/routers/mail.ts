import { inboundMailDetail, inboundMailPage, inboundMailRefInput, listInboundInput } from '@gotrs/contract/inbound'
import { mailbox, saveMailboxInput } from '@gotrs/contract/mailboxes'
import { listInbound, readInboundMail } from '@gotrs/core/inbound/queries'
import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { saveMailbox } from '@gotrs/core/mailboxes/save'
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
