import type { TicketDetail } from '@gotrs/contract/tickets'
import { failureOf } from '@gotrs/web/errors/failure'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import type { DraftSaver } from '../drafts/draft-saver.ts'
import { textOf } from '../drafts/text-of.ts'
import { keepFocus } from '../list/focus-home.ts'
import { mentionedIn } from '../mentions/find-mentions.ts'
import { useMe } from '../session/use-session.ts'
import { toast, toastError } from '../shell/toast.ts'
import { changeTexts, readChanges } from '../ticket/changes.ts'
import { readersOf, staffQuery } from '../ticket/colleagues.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { useLeaveTicket } from '../ticket/use-leave-ticket.ts'
import type { ComposerDraft } from './draft.ts'

/** A send that was stopped because the ticket changed: what is new, in words, and whether to resolve when it continues. */
export type StoppedSend = { texts: string[]; thenResolve: boolean }

type Options = {
  ticket: TicketDetail
  saver: DraftSaver<ComposerDraft>
  /** While this is held, the draft ends by this send and by no other window. */
  hold: (held: boolean) => void
  readDraft: () => ComposerDraft
  /** What others wrote meanwhile, in words: stops a reply until it has been looked at. */
  news: string[]
  acknowledge: () => void
  onSent: () => void
}

/** Which button was pressed. */
export type Sending = 'send' | 'resolve'

/** Sends what is in the composer, once; a reply stops when the ticket has changed under it. */
export function useSend({ ticket, saver, hold, readDraft, news, acknowledge, onSent }: Options) {
  const utils = trpc.useUtils()
  const reply = trpc.messages.reply.useMutation()
  const addNote = trpc.messages.addNote.useMutation()
  const [sending, setSending] = useState<Sending | null>(null)
  const leave = useLeaveTicket(ticket.number)
  const queryClient = useQueryClient()
  const me = useMe()
  const [stopped, setStopped] = useState<StoppedSend | null>(null)
  const [isUnanswered, setUnanswered] = useState(false)

  const mentionedIds = async (html: string): Promise<string[]> => {
    if (!html.includes('@')) return []
    const readers = readersOf(ticket, await queryClient.fetchQuery(staffQuery(utils.client)))
    return mentionedIn(
      textOf(html),
      readers.filter(({ id }) => id !== me.id),
    )
  }
  const post = async (draft: ComposerDraft, thenResolve: boolean) => {
    const body = { ticketId: ticket.id, html: draft.html, attachmentIds: draft.files.map(file => file.id) }
    if (draft.kind === 'note') return addNote.mutateAsync({ ...body, mentionedIds: await mentionedIds(draft.html) })
    const { to, cc, bcc } = draft
    return reply.mutateAsync({ ...body, version: ticket.staff?.version, to, cc, bcc, thenResolve })
  }
  const fail = async (error: unknown, thenResolve: boolean) => {
    const failure = failureOf(error)
    if (failure.code === 'ticket_changed') {
      await refreshTicket(utils)
      return setStopped({ texts: changeTexts(readChanges(failure.params)), thenResolve })
    }
    // The bar at the top says that the connection is lost, but not that this message waits for another press.
    if (failure.code === 'offline') return setUnanswered(true)
    toastError(error)
  }
  const send = async ({ thenResolve = false, isSeen = false } = {}) => {
    const draft = readDraft()
    if (sending) return
    if (draft.kind === 'public' && news.length > 0 && !isSeen) return setStopped({ texts: news, thenResolve })
    setStopped(null)
    setUnanswered(false)
    acknowledge()
    setSending(thenResolve ? 'resolve' : 'send')
    // What somebody goes on typing is no key for the next ticket.
    const end = draft.kind === 'public' ? leave({ keepsKeys: false }) : null
    try {
      await saver.flush()
      // Another window has other words: the person decides first.
      if (saver.isInConflict()) return end?.(false)
      hold(true)
      await post(draft, thenResolve)
      await saver.end()
      onSent()
      end?.(true)
      toast(
        `#${ticket.number} ${draft.kind === 'note' ? 'has your note' : thenResolve ? 'answered and resolved' : 'answered'}`,
      )
      await refreshTicket(utils)
      // The composer that had the focus is closed.
      keepFocus()
    } catch (error) {
      hold(false)
      end?.(false)
      await fail(error, thenResolve)
    } finally {
      setSending(null)
    }
  }
  return { send, sending, isSending: sending !== null, isUnanswered, stopped, leave: () => setStopped(null) }
}
