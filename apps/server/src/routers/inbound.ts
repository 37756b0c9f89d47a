import {
  inboundMail,
  inboundMailDetail,
  inboundMailPage,
  inboundMailRefInput,
  listInboundInput,
  rerouteInboundInput,
} from '@gotrs/contract/inbound'
import { listInbound, readInboundMail } from '@gotrs/core/inbound/admin/queries'
import { replayMail } from '@gotrs/core/inbound/admin/replay'
import { rerouteMail } from '@gotrs/core/inbound/admin/reroute'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const inboundRouter = router({
  /** Incoming mails, newest first, with the outcome of each. */
  list: allowed(
    'inbound.read',
    rest.get('/api/inbound', 'List incoming mails and their outcome', {
      errors: ['invalid_cursor', 'search_too_slow'],
    }),
  )
    .input(listInboundInput)
    .output(inboundMailPage)
    .query(({ ctx, input }) =>
      ctx.desk.list(ctx.actor, reader => listInbound(reader, input), { isSearch: Boolean(input.q) }),
    ),

  get: allowed('inbound.read', rest.get('/api/inbound/{mailId}', 'Read an incoming mail'))
    .input(inboundMailRefInput)
    .output(inboundMailDetail)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readInboundMail(reader, input, ctx.desk.blobs))),

  /** Reprocesses a mail: one that became a message is rendered again, any other is filed again. */
  replay: allowed(
    'inbound.manage',
    rest.post('/api/inbound/{mailId}/replay', 'Reprocess a mail with the current rules', {
      errors: ['wrong_status', 'raw_mail_gone'],
    }),
  )
    .input(inboundMailRefInput)
    .output(inboundMail)
    .mutation(({ ctx, input }) => replayMail(ctx.desk, ctx.actor, input, ctx.options)),

  /** By hand into a ticket, or as a new one into a queue. */
  reroute: allowed(
    'inbound.manage',
    rest.post('/api/inbound/{mailId}/reroute', 'File a mail by hand', { errors: ['wrong_status', 'raw_mail_gone'] }),
  )
    .input(rerouteInboundInput)
    .output(inboundMail)
    .mutation(({ ctx, input }) => rerouteMail(ctx.desk, ctx.actor, input, ctx.options)),
})
