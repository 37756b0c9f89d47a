import { deleteDraftInput, draft, draftRefInput, updateDraftInput } from '@gotrs/contract/drafts'
import { withCleanHtml } from '@gotrs/core/conversation/clean-html'
import { deleteDraft } from '@gotrs/core/drafts/delete'
import { readDraft } from '@gotrs/core/drafts/queries'
import { updateDraft } from '@gotrs/core/drafts/update'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const draftsRouter = router({
  /** What the caller was writing on a ticket, or null. One that was sent or deleted is empty, and says so. */
  get: allowed('draft.use', rest.get('/api/drafts/{ticketId}', 'Read your draft on a ticket'))
    .input(draftRefInput)
    .output(draft.nullable())
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readDraft(reader, input))),

  update: allowed(
    'draft.use',
    rest.put('/api/drafts/{ticketId}', 'Create or update your draft on a ticket', { errors: ['draft_changed'] }),
  )
    .input(updateDraftInput)
    .output(draft)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => updateDraft(uow, typed))
    }),

  delete: allowed('draft.use', rest.delete('/api/drafts/{ticketId}', 'Delete a draft', { errors: ['draft_changed'] }))
    .input(deleteDraftInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteDraft(uow, input))
      return isDone
    }),
})
