import { session } from '@gotrs/contract/auth'
import { organisation } from '@gotrs/contract/organisations'
import { createUserInput, listUsersInput, updateUserInput, user, userPage, userRefInput } from '@gotrs/contract/people'
import { z } from 'zod'
import { done } from '../trpc.ts'
import { type RestRoute, route } from './route.ts'

const tag = 'People'

export const peopleRoutes: RestRoute[] = [
  route({
    method: 'get',
    path: '/api/users',
    tag,
    summary: 'List people',
    description: 'By name, for staff. `text` is a part of the name or address.',
    procedures: ['users.list'],
    query: listUsersInput,
    answer: userPage,
    errors: ['invalid_cursor', 'search_too_slow'],
    run: ({ call, query }) => call.users.list(query),
  }),
  route({
    method: 'post',
    path: '/api/users',
    tag,
    summary: 'Create an account',
    description:
      'For admins. Without a password the person sets one by a mail link. A personal API token creates only customers without a password, and none of an organisation that shares its tickets; for anybody else log in within the last 15 minutes.',
    procedures: ['users.create', 'users.get'],
    body: createUserInput,
    example: { name: 'Ana Ortiz', email: 'ana@desk.example', role: 'agent' },
    answer: user,
    status: 201,
    errors: ['already_exists', 'password_too_common', 'not_found'],
    locationOf: ({ id }) => `/api/users/${id}`,
    run: async ({ call, body }) => call.users.get(await call.users.create(body)),
  }),
  route({
    method: 'get',
    path: '/api/users/{userId}',
    tag,
    summary: 'Read a person',
    description: 'Anybody for staff, yourself for others.',
    procedures: ['users.get'],
    params: userRefInput,
    answer: user,
    errors: ['not_found'],
    run: ({ call, params }) => call.users.get(params),
  }),
  route({
    method: 'put',
    path: '/api/users/{userId}',
    tag,
    summary: 'Change a person',
    description:
      'Any of the fields; what is left out stays. An admin changes everything, others their own name. A new role, or switching an account off, ends every login and API token of the person. A personal API token gives no `role`, queues or organisation and switches no account on; for that log in within the last 15 minutes.',
    procedures: ['users.update'],
    params: userRefInput,
    body: updateUserInput.omit({ userId: true }).strict(),
    example: { name: 'Ana Ortiz', isActive: false },
    answer: user,
    errors: ['not_found', 'forbidden'],
    run: ({ call, params, body }) => call.users.update({ ...params, ...body }),
  }),
  route({
    method: 'get',
    path: '/api/users/{userId}/sessions',
    tag,
    summary: 'Where a person is logged in',
    procedures: ['users.sessions'],
    params: userRefInput,
    answer: z.object({ items: z.array(session) }),
    run: async ({ call, params }) => ({ items: await call.users.sessions(params) }),
  }),
  route({
    method: 'delete',
    path: '/api/users/{userId}/sessions',
    tag,
    summary: 'End every login and API token of a person',
    procedures: ['users.endSessions'],
    params: userRefInput,
    answer: done,
    run: ({ call, params }) => call.users.endSessions(params),
  }),
  route({
    method: 'get',
    path: '/api/organisations',
    tag,
    summary: 'List organisations',
    procedures: ['organisations.list'],
    answer: z.object({ items: z.array(organisation) }),
    run: async ({ call }) => ({ items: await call.organisations.list() }),
  }),
]
