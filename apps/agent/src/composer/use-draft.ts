import type { Draft } from '@gotrs/contract/drafts'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { useEffect, useEffectEvent, useRef } from 'react'
import { trpc } from '../api/trpc.ts'
import { backUpDraft } from '../drafts/draft-backup.ts'
import { useLiveDraft } from '../drafts/use-live-draft.ts'
import { announce } from '../live/announce.ts'
import { useMe } from '../session/use-session.ts'
import { toast } from '../shell/toast.ts'
import { answerTo } from './answer-to.ts'
import {
  type ComposerDraft,
  copiesAfter,
  draftInput,
  emptyDraft,
  fromStored,
  isEmptyDraft,
  isSameDraft,
  peopleInCopy,
  recipientsAfter,
} from './draft.ts'

/** What the composer opens with. */
export type Opening = { draft: ComposerDraft; version: number; isUnsaved: boolean }

type Options = { ticket: TicketDetail; opening: Opening; stored: Draft | null; onArrived: (html: string) => void }

/** What is being written on a ticket, kept on the server while it is. */
export function useDraft({ ticket, opening, stored, onArrived }: Options) {
  const me = useMe()
  const updateDraft = trpc.drafts.update.useMutation()
  const deleteDraft = trpc.drafts.delete.useMutation()
  const live = useLiveDraft<ComposerDraft, Draft>({
    initial: opening.draft,
    version: opening.version,
    isUnsaved: opening.isUnsaved,
    stored,
    fromStored,
    isEmpty: isEmptyDraft,
    isSame: isSameDraft,
    save: (next, seen) => updateDraft.mutateAsync(draftInput(ticket.id, next, seen)),
    remove: seen => deleteDraft.mutateAsync({ ticketId: ticket.id, ...seen }),
    backUp: kept => backUpDraft(me.id, ticket.id, kept),
    empty: before => emptyDraft(ticket, before.kind),
    onArrived: (draft, before) => {
      if (isEmptyDraft(before)) announce('A draft has arrived')
      onArrived(draft.html)
    },
    onEnded: ({ state }) =>
      toast(state === 'sent' ? 'You sent this in another window.' : 'You deleted this draft in another window.'),
  })
  const { latest, put, change } = live

  const people = { to: answerTo(ticket), cc: peopleInCopy(ticket) }
  const known = useRef(people)
  const follow = useEffectEvent(() => {
    const to = recipientsAfter(latest.current.to, known.current.to, people.to)
    const cc = copiesAfter({ ...latest.current, to }, known.current.cc, people.cc)
    known.current = people
    if (isEmptyDraft(latest.current)) put({ ...latest.current, to, cc })
    else change({ to, cc })
  })
  const names = namesOf(people)
  useEffect(() => {
    if (names !== namesOf(known.current)) follow()
  }, [names])
  return live
}

const namesOf = ({ to, cc }: Pick<ComposerDraft, 'to' | 'cc'>) => `${to.join(' ')}\n${cc.join(' ')}`
