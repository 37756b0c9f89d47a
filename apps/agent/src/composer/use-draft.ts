import type { TicketDetail } from '@gotrs/contract/tickets'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { answerTo } from './answer-to.ts'
import { type ComposerDraft, copiesAfter, draftInput, isEmptyDraft, peopleInCopy, recipientsAfter } from './draft.ts'
import { backUpDraft } from './draft-backup.ts'
import { createDraftSaver, type SavedState } from './draft-saver.ts'

/** What is being written on a ticket, kept on the server while it is. */
export function useDraft(ticket: TicketDetail, initial: ComposerDraft, isRestored: boolean) {
  const updateDraft = trpc.drafts.update.useMutation()
  const deleteDraft = trpc.drafts.delete.useMutation()
  const [draft, setDraft] = useState(initial)
  const [state, setState] = useState<SavedState>(isRestored ? 'saved' : 'unchanged')
  const [saver] = useState(() =>
    createDraftSaver({
      save: next => updateDraft.mutateAsync(draftInput(ticket.id, next)),
      discard: () => deleteDraft.mutateAsync({ ticketId: ticket.id, version: 'any' }),
      onState: setState,
      backUp: next => backUpDraft(ticket.id, next),
    }),
  )
  // Two changes in one tick (a file that arrives while somebody types) must both be in.
  const latest = useRef(initial)
  const change = (patch: Partial<ComposerDraft>) => {
    latest.current = { ...latest.current, ...patch }
    setDraft(latest.current)
    saver.change(latest.current)
  }

  const people = { to: answerTo(ticket), cc: peopleInCopy(ticket) }
  const known = useRef(people)
  const follow = useEffectEvent(() => {
    const to = recipientsAfter(latest.current.to, known.current.to, people.to)
    const cc = copiesAfter({ ...latest.current, to }, known.current.cc, people.cc)
    known.current = people
    if (!isEmptyDraft(latest.current)) return change({ to, cc })
    latest.current = { ...latest.current, to, cc }
    setDraft(latest.current)
  })
  const names = namesOf(people)
  useEffect(() => {
    if (names !== namesOf(known.current)) follow()
  }, [names])

  useEffect(() => {
    const saveNow = () => void (saver.hasUnsaved() && saver.flush())
    const saveWhenHidden = () => document.visibilityState === 'hidden' && saveNow()
    document.addEventListener('visibilitychange', saveWhenHidden)
    window.addEventListener('online', saveNow)
    return () => {
      document.removeEventListener('visibilitychange', saveWhenHidden)
      window.removeEventListener('online', saveNow)
      saveNow()
    }
  }, [saver])

  return { draft, latest, change, state, saver }
}

const namesOf = ({ to, cc }: Pick<ComposerDraft, 'to' | 'cc'>) => `${to.join(' ')}\n${cc.join(' ')}`
