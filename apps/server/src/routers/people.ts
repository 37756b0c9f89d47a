import { id } from '@gotrs/contract/ids'
import { organisation } from '@gotrs/contract/organisations'
import { createUserInput, listUsersInput, userPage } from '@gotrs/contract/people'
import { createQueueInput, queue, updateQueueInput } from '@gotrs/contract/queues'
import { createUser } from '@gotrs/core/people/create-user'
import { listOrganisations, listUsers } from '@gotrs/core/people/queries'
import { createQueue } from '@gotrs/core/queues/create'
import { listQueues } from '@gotrs/core/queues/queries'
import { updateQueue } from '@gotrs/core/queues/update'
import { z } from 'zod'
import { allowed, done, isDone, router } from '../trpc.ts'

export const usersRouter = router({
  list: allowed('user.list')
    .input(listUsersInput)
    .output(userPage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listUsers(reader, input))),

  create: allowed('user.create')
    .input(createUserInput)
    .output(z.object({ userId: id }))
    .mutation(({ ctx, input }) => ctx.desk.run(ctx.actor, uow => createUser(uow, input))),
})

export const organisationsRouter = router({
  /** At most 500, by name. */
  list: allowed('organisation.list')
    .output(z.array(organisation))
    .query(({ ctx }) => ctx.desk.read(ctx.actor, listOrganisations)),
})

export const queuesRouter = router({
  /** All queues, by name, at most 500: an agent may move a ticket to any of them. */
  list: allowed('queue.list')
    .output(z.array(queue))
    .query(({ ctx }) => ctx.desk.read(ctx.actor, listQueues)),

  /** @throws already_exists, not_found (a member who is no active staff) */
  create: allowed('queue.create')
    .input(createQueueInput)
    .output(z.object({ queueId: id }))
    .mutation(({ ctx, input }) => ctx.desk.run(ctx.actor, uow => createQueue(uow, input))),

  /** @throws not_found, already_exists */
  update: allowed('queue.update')
    .input(updateQueueInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.desk.run(ctx.actor, uow => updateQueue(uow, input))
      return isDone
    }),
})
