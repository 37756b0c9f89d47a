import type { NewTicketDraft } from '@gotrs/contract/new-ticket-draft'
import { trpc } from '../api/trpc.ts'
import { backUpDraft, readBackup } from '../drafts/draft-backup.ts'
import { useLiveDraft } from '../drafts/use-live-draft.ts'
import { useMe } from '../session/use-session.ts'
import { toast } from '../shell/toast.ts'
import { emptyForm, formOf, isEmptyForm, isSameForm, type NewTicketForm } from './new-ticket-draft.ts'

/** The name of the form among the drafts that this browser keeps. */
const about = 'new'

/** The form for a new ticket, kept on the server while it is filled in. */
export function useNewTicketDraft(stored: NewTicketDraft | null) {
  const me = useMe()
  const update = trpc.newTicketDraft.update.useMutation()
  const remove = trpc.newTicketDraft.delete.useMutation()
  const backup = readBackup<NewTicketForm>(me.id, about)
  return useLiveDraft<NewTicketForm, NewTicketDraft>({
    initial: backup?.draft ?? formOf(stored) ?? emptyForm,
    version: backup?.version ?? stored?.version ?? 0,
    isUnsaved: backup !== null,
    stored,
    fromStored: formOf,
    isEmpty: isEmptyForm,
    isSame: isSameForm,
    save: (form, seen) => update.mutateAsync({ ...form, ...seen }),
    remove: seen => remove.mutateAsync(seen),
    backUp: kept => backUpDraft(me.id, about, kept),
    empty: () => emptyForm,
    onArrived: () => undefined,
    onEnded: ({ state }) =>
      toast(
        state === 'sent' ? 'You created this ticket in another window.' : 'You deleted this draft in another window.',
      ),
  })
}
