import { createUserAppoints, updateUserAppoints } from '@gotrs/contract/appointments'
import { loginSession } from '@gotrs/contract/auth'
import { id } from '@gotrs/contract/ids'
import { createUserInput, listUsersInput, updateUserInput, user, userPage, userRefInput } from '@gotrs/contract/people'
import { listLogins, revokeLogins } from '@gotrs/core/accounts/logins'
import { createUser } from '@gotrs/core/people/create-user'
import { joinsSharedOrganisation, listUsers, readUser } from '@gotrs/core/people/queries'
import { updateUser } from '@gotrs/core/people/update-user'
import { z } from 'zod'
import { requireAppointing } from '../appointing.ts'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const usersRouter = router({
  list: allowed(
    'user.list',
    rest.get('/api/users', 'List people', {
      description: 'By name, for staff. `text` is a part of the name or address.',
      errors: ['invalid_cursor', 'search_too_slow'],
    }),
  )
    .input(listUsersInput)
    .output(userPage)
    .query(({ ctx, input }) =>
      ctx.desk.list(ctx.actor, reader => listUsers(reader, input), { isSearch: Boolean(input.text) }),
    ),

  /** Anybody for staff, oneself for others. @throws not_found */
  get: allowed(
    'user.read',
    rest.get('/api/users/{userId}', 'Read a person', { description: 'Anybody for staff, yourself for others.' }),
  )
    .input(userRefInput)
    .output(user)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))),

  /**
   * An admin changes everything, others their own name. No API token changes a role, queues or an organisation, or
   * activates an account. @throws not_found, forbidden, invalid_input
   */
  update: allowed(
    'user.rename',
    rest.update('/api/users/{userId}', 'Change a person', {
      description:
        'Any of the fields; what is left out stays. An admin changes everything, others their own name. A new role, or switching an account off, ends every login and API token of the person. A personal API token gives no `role`, queues or organisation and switches no account on; for that log in within the last 15 minutes.',
      example: { name: 'Ana Ortiz', isActive: false },
    }),
  )
    .input(updateUserInput)
    .output(user)
    .mutation(async ({ ctx, input }) => {
      if (updateUserAppoints(input)) await requireAppointing(ctx)
      await ctx.run(uow => updateUser(uow, input, ctx.desk))
      return ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
    }),

  /** The logins of a person. @throws not_found */
  sessions: allowed(
    'user.update',
    rest.get('/api/users/{userId}/sessions', 'List the logins of a person', { operationId: 'listUserSessions' }),
  )
    .input(userRefInput)
    .output(z.array(loginSession))
    .query(async ({ ctx, input }) => {
      await ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
      return listLogins(ctx.desk, ctx.actor, input.userId, ctx.credential)
    }),

  /** Revokes every login of a person and their personal API tokens. @throws not_found */
  revokeSessions: allowed(
    'user.update',
    rest.delete('/api/users/{userId}/sessions', 'End every login and API token of a person'),
  )
    .input(userRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.desk.read(ctx.actor, reader => readUser(reader, input.userId))
      await revokeLogins(ctx.desk, ctx.actor, input.userId, ctx.options)
      return isDone
    }),

  /** An API token creates only customers who set their password by a mail link and see nothing but their own tickets. @throws forbidden, already_exists, not_found, password_too_common */
  create: allowed(
    'user.create',
    rest.create('/api/users', 'Create an account', {
      description:
        'For admins. Without a password the person sets one by a mail link. A personal API token creates only customers without a password, outside organisations that share their tickets; for anybody else log in within the last 15 minutes.',
      errors: ['already_exists', 'password_too_common', 'not_found'],
      example: { name: 'Ana Ortiz', email: 'ana@desk.example', role: 'agent' },
      answers: 'users.get',
    }),
  )
    .input(createUserInput)
    .output(z.object({ userId: id }))
    .mutation(async ({ ctx, input }) => {
      const isAppointment =
        createUserAppoints(input) || (await ctx.desk.read(ctx.actor, reader => joinsSharedOrganisation(reader, input)))
      if (isAppointment) await requireAppointing(ctx)
      return ctx.run(uow => createUser(uow, input))
    }),
})
