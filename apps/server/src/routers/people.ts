import { createQueueAppoints, createUserAppoints, updateUserAppoints } from '@gotrs/contract/appointments'
import { session } from '@gotrs/contract/auth'
import { id } from '@gotrs/contract/ids'
import { organisation } from '@gotrs/contract/organisations'
import { createUserInput, listUsersInput, updateUserInput, user, userPage, userRefInput } from '@gotrs/contract/people'
import { createQueueInput, queue, updateQueueInput } from '@gotrs/contract/queues'
import { endLogins, listLogins } from '@gotrs/core/accounts/logins'
import { requireLogin } from '@gotrs/core/accounts/require-login'
import { createUser } from '@gotrs/core/people/create-user'
import { joinsSharedOrganisation, listOrganisations, listUsers, readUser } from '@gotrs/core/people/queries'
import { updateUser } from '@gotrs/core/people/update-user'
import { createQueue } from '@gotrs/core/queues/create'
import { listQueues } from '@gotrs/core/queues/queries'
import { updateQueue } from '@gotrs/core/queues/update'
import { z } from 'zod'
import { allowed, type Context, done, isDone, router } from '../trpc.ts'

export const usersRouter = router({
  list: allowed('user.list')
    .input(listUsersInput)
    .output(userPage)
    .query(({ ctx, input }) =>
      ctx.desk.list(ctx.actor, reader => listUsers(reader, input), { isSearch: Boolean(input.text) }),
    ),

  /** Anybody for staff, oneself for others. @throws not_found */
  get: allowed('user.read')
    .input(userRefInput)
    .output(user)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))),

  /** An admin changes everything, others their own name. No API token gives a role, queues, an organisation or an account back. @throws not_found, forbidden, invalid_input */
  update: allowed('user.rename')
    .input(updateUserInput)
    .output(user)
    .mutation(async ({ ctx, input }) => {
      if (updateUserAppoints(input)) await requireAppointing(ctx)
      await ctx.run(uow => updateUser(uow, input, ctx.desk))
      return ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
    }),

  /** Where a person is logged in. @throws not_found */
  sessions: allowed('user.update')
    .input(userRefInput)
    .output(z.array(session))
    .query(async ({ ctx, input }) => {
      await ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
      return listLogins(ctx.desk, ctx.actor, input.userId, ctx.credential)
    }),

  /** Ends every login of a person and revokes their personal API tokens. @throws not_found */
  endSessions: allowed('user.update')
    .input(userRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
      await endLogins(ctx.desk, ctx.actor, input.userId, ctx.options)
      return isDone
    }),

  /** An API token creates only customers who set their password by a mail link and see nothing but their own tickets. @throws forbidden, already_exists, not_found, password_too_common */
  create: allowed('user.create')
    .input(createUserInput)
    .output(z.object({ userId: id }))
    .mutation(async ({ ctx, input }) => {
      const isAppointment =
        createUserAppoints(input) || (await ctx.desk.read(ctx.actor, reader => joinsSharedOrganisation(reader, input)))
      if (isAppointment) await requireAppointing(ctx)
      return ctx.run(uow => createUser(uow, input))
    }),
})

/** What somebody gains here outlives the token and is not bound by its scopes. Whether the caller may is checked by the use case. */
const requireAppointing = (ctx: Context) => requireLogin(ctx.desk, ctx.credential, 'user.appoint')

export const organisationsRouter = router({
  /** At most 500, by name. */
  list: allowed('organisation.list')
    .output(z.array(organisation))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listOrganisations)),
})

export const queuesRouter = router({
  /** All queues, by name, at most 500: an agent may move a ticket to any of them. */
  list: allowed('queue.list')
    .output(z.array(queue))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listQueues)),

  /** No API token puts people into it. @throws already_exists, forbidden, not_found (a member who is no active staff) */
  create: allowed('queue.create')
    .input(createQueueInput)
    .output(z.object({ queueId: id }))
    .mutation(async ({ ctx, input }) => {
      if (createQueueAppoints(input)) await requireAppointing(ctx)
      return ctx.run(uow => createQueue(uow, input))
    }),

  /** @throws not_found, already_exists */
  update: allowed('queue.update')
    .input(updateQueueInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => updateQueue(uow, input))
      return isDone
    }),
})
