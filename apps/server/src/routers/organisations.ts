import { createOrganisationAppoints, updateOrganisationAppoints } from '@gotrs/contract/appointments'
import { id } from '@gotrs/contract/ids'
import {
  createOrganisationInput,
  listOrganisationsInput,
  organisation,
  organisationPage,
  organisationRefInput,
  updateOrganisationInput,
} from '@gotrs/contract/organisations'
import { createOrganisation } from '@gotrs/core/organisations/create'
import { deleteOrganisation } from '@gotrs/core/organisations/delete'
import { listOrganisations, readOrganisation } from '@gotrs/core/organisations/queries'
import { updateOrganisation } from '@gotrs/core/organisations/update'
import { z } from 'zod'
import { requireAppointing } from '../appointing.ts'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

const appoints = 'No personal API token gives domains or shares tickets; for that log in within the last 15 minutes.'

export const organisationsRouter = router({
  /** By name. @throws invalid_cursor */
  list: allowed(
    'organisation.list',
    rest.get('/api/organisations', 'List organisations', {
      description: 'By name. `text` is a part of it.',
      errors: ['invalid_cursor', 'search_too_slow'],
    }),
  )
    .input(listOrganisationsInput)
    .output(organisationPage)
    .query(({ ctx, input }) =>
      ctx.desk.list(ctx.actor, reader => listOrganisations(reader, input), { isSearch: Boolean(input.text) }),
    ),

  /** @throws not_found */
  get: allowed('organisation.list', rest.get('/api/organisations/{organisationId}', 'Read an organisation'))
    .input(organisationRefInput)
    .output(organisation)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readOrganisation(reader, input))),

  /** @throws already_exists, invalid_input (a domain that anybody can use), forbidden */
  create: allowed(
    'organisation.manage',
    rest.create('/api/organisations', 'Create an organisation', {
      description: appoints,
      errors: ['already_exists'],
      example: { name: 'Acme', domains: ['acme.example'], isShared: true },
      answers: 'organisations.get',
    }),
  )
    .input(createOrganisationInput)
    .output(z.object({ organisationId: id }))
    .mutation(async ({ ctx, input }) => {
      if (createOrganisationAppoints(input)) await requireAppointing(ctx)
      return ctx.run(uow => createOrganisation(uow, input))
    }),

  /** @throws not_found, already_exists, invalid_input, forbidden */
  update: allowed(
    'organisation.manage',
    rest.update('/api/organisations/{organisationId}', 'Change an organisation', {
      description: `Any of the fields; what is left out stays. ${appoints}`,
      errors: ['already_exists'],
      example: { isShared: false },
      answers: 'organisations.get',
    }),
  )
    .input(updateOrganisationInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      if (updateOrganisationAppoints(input)) await requireAppointing(ctx)
      await ctx.run(uow => updateOrganisation(uow, input))
      return isDone
    }),

  /** @throws not_found */
  delete: allowed(
    'organisation.manage',
    rest.delete('/api/organisations/{organisationId}', 'Delete an organisation', {
      description: 'Its people and tickets stay, and belong to no organisation.',
    }),
  )
    .input(organisationRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteOrganisation(uow, input))
      return isDone
    }),
})
