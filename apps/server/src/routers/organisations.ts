import { organisation } from '@gotrs/contract/organisations'
import { listOrganisations } from '@gotrs/core/people/queries'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const organisationsRouter = router({
  /** At most 500, by name. */
  list: allowed('organisation.list', rest.get('/api/organisations', 'List organisations'))
    .output(z.array(organisation))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listOrganisations)),
})
