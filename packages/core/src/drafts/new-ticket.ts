import type {
  deleteNewTicketDraftInput,
  NewTicketDraft,
  updateNewTicketDraftInput,
} from '@gotrs/contract/new-ticket-draft'
import { newTicketDrafts } from '@gotrs/db/tables/drafts'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { type DraftStore, deleteVersion, saveVersion } from './versions.ts'

type Content = Omit<z.output<typeof updateNewTicketDraftInput>, 'version' | 'writerId' | 'saveNumber'>

const nothing = {
  ...{ customer: '', customerName: '', title: '', text: '' },
  ...{ queueId: null, priority: 'normal' as const, isMailed: false },
}

/** What the reader has filled in of the form for a new ticket; null where they never did. */
export async function readNewTicketDraft(reader: Reader): Promise<NewTicketDraft | null> {
  const { id: userId } = requirePerson(reader, 'draft.use')
  const [row] = await reader.db.select().from(newTicketDrafts).where(eq(newTicketDrafts.userId, userId))
  if (!row) return null
  const { userId: _, saveNumber: __, updatedAt, ...shown } = row
  return { ...shown, updatedAt: updatedAt.toISOString() }
}

/** Keeps what the actor fills in, as the next version of it. @throws DeskError `draft_changed` with the stored draft */
export async function updateNewTicketDraft(
  uow: UnitOfWork,
  { version, writerId, saveNumber, ...content }: z.output<typeof updateNewTicketDraftInput>,
): Promise<NewTicketDraft> {
  const { id: userId } = requirePerson(uow, 'draft.use')
  await saveVersion(uow, storeOf(uow, userId, content), { version, writerId, saveNumber })
  const saved = await readNewTicketDraft(uow)
  if (!saved) throw new Error('The draft was not written')
  return saved
}

/** Deletes it; nothing happens where there is none. @throws DeskError `draft_changed` */
export async function deleteNewTicketDraft(
  uow: UnitOfWork,
  seen: z.output<typeof deleteNewTicketDraftInput>,
): Promise<void> {
  const { id: userId } = requirePerson(uow, 'draft.use')
  await deleteVersion(uow, storeOf(uow, userId, nothing), seen)
}

function storeOf(uow: UnitOfWork, userId: string, content: Content): DraftStore {
  const isIt = eq(newTicketDrafts.userId, userId)
  return {
    ticketId: null,
    async lock() {
      const [row] = await uow.db.select().from(newTicketDrafts).where(isIt).for('update')
      return row
    },
    async insert(next) {
      const made = await uow.db
        .insert(newTicketDrafts)
        .values({ ...content, ...next, userId })
        .onConflictDoNothing()
      return made.rowCount === 1
    },
    update: next =>
      uow.db
        .update(newTicketDrafts)
        .set({ ...content, ...next })
        .where(isIt),
    show: () => readNewTicketDraft(uow),
  }
}
