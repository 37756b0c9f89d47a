import { createQueueAppoints } from '@gotrs/contract/appointments'
import { id } from '@gotrs/contract/ids'
import { createQueueInput, queue, queueRefInput, updateQueueInput } from '@gotrs/contract/queues'
import { createQueue } from '@gotrs/core/queues/create'
import { listQueues, readQueue } from '@gotrs/core/queues/queries'
import { updateQueue } from '@gotrs/core/queues/update'
import { z } from 'zod'
import { requireAppointing } from '../appointing.ts'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const queuesRouter = router({
  /** All queues, by name, at most 500: an agent may move a ticket to any of them. */
  list: allowed('queue.list', rest.get('/api/queues', 'List queues'))
    .output(z.array(queue))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listQueues)),

  /** @throws not_found */
  get: allowed('queue.list', rest.get('/api/queues/{queueId}', 'Read a queue'))
    .input(queueRefInput)
    .output(queue)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readQueue(reader, input))),

  /** No API token puts people into it. @throws already_exists, forbidden, not_found (a member who is no active staff) */
  create: allowed(
    'queue.create',
    rest.create('/api/queues', 'Create a queue', {
      errors: ['already_exists', 'not_found'],
      example: { name: 'Second line', memberIds: ['01938c5e-0000-7000-8000-000000000000'] },
      answers: 'queues.get',
    }),
  )
    .input(createQueueInput)
    .output(z.object({ queueId: id }))
    .mutation(async ({ ctx, input }) => {
      if (createQueueAppoints(input)) await requireAppointing(ctx)
      return ctx.run(uow => createQueue(uow, input))
    }),

  /** @throws not_found, already_exists */
  update: allowed(
    'queue.update',
    rest.update('/api/queues/{queueId}', 'Change a queue', {
      errors: ['already_exists'],
      example: { closedReply: 'reopen' },
      answers: 'queues.get',
    }),
  )
    .input(updateQueueInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => updateQueue(uow, input))
      return isDone
    }),
})
