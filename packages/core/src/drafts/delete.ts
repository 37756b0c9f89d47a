import type { DeleteDraftInput } from '@gotrs/contract/drafts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { draftStore } from './store.ts'
import { deleteVersion } from './versions.ts'

const nothing = { html: '', to: [], cc: [], bcc: [], attachmentIds: [] }

/** Deletes the actor's draft; nothing happens where there is none. @throws DeskError `draft_changed` */
export async function deleteDraft(uow: UnitOfWork, { ticketId, ...seen }: DeleteDraftInput): Promise<void> {
  const { id: userId } = requirePerson(uow, 'draft.use')
  await deleteVersion(uow, draftStore(uow, userId, ticketId, nothing), seen)
}
