import type { TicketDetail } from '@gotrs/contract/tickets'
import { getMutationKey } from '@trpc/react-query'
import { useNavigate } from 'react-router'
import { isUnderWay } from '../api/query-client.ts'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { TextField } from '../controls/field.tsx'
import { Form, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { useDraft } from '../drafts/use-draft.ts'
import { announce } from '../frame/announcer.tsx'
import type { PageState } from '../frame/page.tsx'
import { canReopen, canResolve } from '../requests/request-state.ts'
import { DropZone } from '../uploads/drop-zone.tsx'
import { AttachButton, FileList } from '../uploads/file-picker.tsx'
import { useDraftUploads } from '../uploads/use-draft-uploads.ts'
import { useSendWhenUploaded } from '../uploads/use-send-when-uploaded.ts'
import { WaitingToSend } from '../uploads/waiting-to-send.tsx'
import classes from './request-page.module.css'

const hints = {
  new: undefined,
  open: undefined,
  resolved: 'This request is solved. Your reply reopens it.',
  closed: 'This request is closed. Your reply continues it here or in a new, linked request.',
} as const satisfies Record<TicketDetail['status'], string | undefined>

/** The next word: a reply with files, "This solved it", or "Reopen". What is typed survives a reload. */
export function ReplyBox({ ticket, userId }: { ticket: TicketDetail; userId: string }) {
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const { form, problems, show, clear: clearProblems } = useProblems<'text'>()
  const { draft, change, clear } = useDraft({ userId, about: ticket.number })
  const uploads = useDraftUploads({ draft, change })

  const refresh = () => utils.tickets.invalidate()
  const reply = trpc.messages.reply.useMutation({
    onSuccess: async posted => {
      clear()
      if (posted.ticketNumber !== ticket.number) {
        const state: PageState = { notice: 'The earlier request was closed. Your reply started this new one.' }
        void navigate(`/requests/${posted.ticketNumber}`, { state })
      } else announce('Reply sent')
      await refresh()
    },
  })
  /** The button that had the focus is another one now, and the state beside the heading says what happened. */
  const refreshState = async () => {
    await refresh()
    document.querySelector('h1')?.focus({ preventScroll: true })
  }
  const resolve = trpc.tickets.resolve.useMutation({ onSuccess: refreshState, onError: refresh })
  const reopen = trpc.tickets.reopen.useMutation({ onSuccess: refreshState, onError: refresh })
  const isBusy = reply.isPending || resolve.isPending || reopen.isPending
  const at = { ticketId: ticket.id }
  const hasWords = draft.text.trim() !== '' || draft.files.length > 0

  const sending = useSendWhenUploaded(uploads, (isSolved: boolean) => {
    if (isBusy || isUnderWay(getMutationKey(trpc.messages.reply))) return
    if (!show({ text: hasWords ? undefined : 'Write something, or attach a file.' })) return
    reply.mutate(
      { ...at, text: draft.text, attachmentIds: draft.files.map(file => file.id) },
      {
        onSuccess: ({ ticketId }) => {
          if (isSolved) resolve.mutate({ ticketId })
        },
      },
    )
  })

  const solved = () => {
    // What is typed goes along rather than lost.
    if (hasWords || uploads.isUploading) sending.send(true)
    else resolve.mutate(at)
  }

  return (
    <section className={classes.reply} aria-label="Your reply">
      <Form form={form} onSubmit={() => sending.send(false)}>
        <DropZone onFiles={uploads.add}>
          <TextField
            label="Message"
            name="text"
            hint={hints[ticket.status]}
            value={draft.text}
            maxLength={100_000}
            error={problems.text}
            onChange={event => {
              change({ text: event.currentTarget.value })
              if (problems.text) clearProblems()
            }}
          />
          <FileList
            attached={draft.files}
            uploads={sending.uploads}
            onRemove={id => change(before => ({ files: before.files.filter(file => file.id !== id) }))}
          />
        </DropZone>
        <ErrorNote error={reply.error ?? resolve.error ?? reopen.error} />
        <div className={classes.actions}>
          {sending.isWaiting ? (
            <WaitingToSend uploads={uploads} onCancel={sending.cancel} />
          ) : (
            <Button type="submit" look="primary" isBusy={isBusy}>
              Send reply
            </Button>
          )}
          <AttachButton uploads={uploads} />
          {canResolve(ticket.status) ? (
            <span className={classes.push}>
              <Button isBusy={isBusy} onClick={solved}>
                This solved it
              </Button>
            </span>
          ) : null}
          {canReopen(ticket.status) ? (
            <span className={classes.push}>
              <Button isBusy={isBusy} onClick={() => reopen.mutate(at)}>
                Reopen
              </Button>
            </span>
          ) : null}
        </div>
      </Form>
    </section>
  )
}
