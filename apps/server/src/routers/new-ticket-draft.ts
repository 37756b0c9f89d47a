import { deleteNewTicketDraftInput, newTicketDraft, updateNewTicketDraftInput } from '@gotrs/contract/new-ticket-draft'
import { deleteNewTicketDraft, readNewTicketDraft, updateNewTicketDraft } from '@gotrs/core/drafts/new-ticket'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

const path = '/api/new-ticket-draft'
const errors = ['draft_changed'] as const

export const newTicketDraftRouter = router({
  /** What the caller has filled in of the form for a new ticket, or null. */
  get: allowed('draft.use', rest.get(path, 'Read your draft of a new ticket'))
    .output(newTicketDraft.nullable())
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readNewTicketDraft)),

  update: allowed('draft.use', rest.put(path, 'Create or update your draft of a new ticket', { errors }))
    .input(updateNewTicketDraftInput)
    .output(newTicketDraft)
    .mutation(({ ctx, input }) => ctx.run(uow => updateNewTicketDraft(uow, input))),

  delete: allowed('draft.use', rest.delete(path, 'Delete your draft of a new ticket', { errors }))
    .input(deleteNewTicketDraftInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteNewTicketDraft(uow, input))
      return isDone
    }),
})
