import { listTags } from '@gotrs/core/tickets/tags'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const tagsRouter = router({
  /** Tags in use that start with the text, most used first, at most 20. */
  list: allowed('tag.list', rest.get('/api/tags', 'List tags that start with a text', { tag: 'Tickets' }))
    .input(z.object({ text: z.string().trim().max(50).default('').describe('The start of the tag.') }).strict())
    .output(z.array(z.string()))
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listTags(reader, input))),
})
