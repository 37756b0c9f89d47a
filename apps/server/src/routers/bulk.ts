import { bulkAct, bulkRefInput, createBulkInput } from '@gotrs/contract/bulk'
import { createBulkAct, stopBulkAct, ticketsOf, undoBulkAct } from '@gotrs/core/bulk/create'
import { readBulkAct } from '@gotrs/core/bulk/read'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

const tag = 'Bulk acts'

/** One verb for many tickets, done by a job. */
export const bulkRouter = router({
  /** @throws invalid_filter, search_too_slow */
  create: allowed(
    'bulk.use',
    rest.accept('/api/bulk', 'Change many tickets', {
      tag,
      description:
        'The tickets are those that `q` finds now, at most 10,000, or those in `ids`. Each is changed by the verb of one ticket, with its permission, events, notices and webhooks; one that cannot be changed does not stop the others. One bulk act of yours runs at a time. Read it to see how far it is.',
      errors: ['invalid_filter', 'search_too_slow'],
      example: { q: 'is:open tag:outage', action: { name: 'resolve' } },
      answers: 'bulk.get',
    }),
  )
    .input(createBulkInput)
    .output(bulkRefInput)
    .mutation(async ({ ctx, input }) => {
      const ticketIds = await ctx.desk.list(ctx.actor, reader => ticketsOf(reader, input), { isSearch: true })
      return ctx.run(uow => createBulkAct(uow, input, ticketIds))
    }),

  get: allowed('bulk.use', rest.get('/api/bulk/{bulkId}', 'Read how far a bulk act is', { tag }))
    .input(bulkRefInput)
    .output(bulkAct)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readBulkAct(reader, input))),

  stop: allowed(
    'bulk.use',
    rest.post('/api/bulk/{bulkId}/stop', 'Stop a bulk act', {
      tag,
      description: 'What is done stays; undo takes it back.',
      answers: 'bulk.get',
    }),
  )
    .input(bulkRefInput)
    .output(bulkRefInput)
    .mutation(({ ctx, input }) => ctx.run(uow => stopBulkAct(uow, input))),

  undo: allowed(
    'bulk.use',
    rest.accept('/api/bulk/{bulkId}/undo', 'Undo a bulk act', {
      tag,
      description:
        'For one that is done or stopped, within 24 hours. Takes back what it changed, as a bulk act of its own, ticket by ticket: where somebody has changed the same since, nothing is undone.',
      errors: ['cannot_undo'],
      answers: 'bulk.get',
    }),
  )
    .input(bulkRefInput)
    .output(bulkRefInput)
    .mutation(({ ctx, input }) => ctx.run(uow => undoBulkAct(uow, input))),
})
