import { organisation, organisationRefInput } from '@gotrs/contract/organisations'
import { listOrganisations, readOrganisation } from '@gotrs/core/organisations/queries'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const organisationsRouter = router({
  /** At most 500, by name. */
  list: allowed('organisation.list', rest.get('/api/organisations', 'List organisations'))
    .output(z.array(organisation))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listOrganisations)),

  /** @throws not_found */
  get: allowed('organisation.list', rest.get('/api/organisations/{organisationId}', 'Read an organisation'))
    .input(organisationRefInput)
    .output(organisation)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readOrganisation(reader, input))),
})
