import { getMutationKey } from '@trpc/react-query'
import { useNavigate } from 'react-router'
import { isUnderWay } from '../api/query-client.ts'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { InputField, TextField } from '../controls/field.tsx'
import { Form, FormEnd, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { useDraft } from '../drafts/use-draft.ts'
import { Page, type PageState } from '../frame/page.tsx'
import { DropZone } from '../uploads/drop-zone.tsx'
import { AttachButton, FileList } from '../uploads/file-picker.tsx'
import { useDraftUploads } from '../uploads/use-draft-uploads.ts'
import { useSendWhenUploaded } from '../uploads/use-send-when-uploaded.ts'
import { WaitingToSend } from '../uploads/waiting-to-send.tsx'

/** A new request: what about, what happened, and files. */
export function NewRequest({ userId }: { userId: string }) {
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const { form, problems, show, clear: clearProblems } = useProblems<'subject' | 'text'>()
  const { draft, change, clear } = useDraft({ userId, about: 'new' })
  const uploads = useDraftUploads({ draft, change })
  const create = trpc.tickets.create.useMutation({
    onSuccess: posted => {
      clear()
      void utils.tickets.invalidate()
      const state: PageState = { notice: 'Request received. You get the answer here and by mail.' }
      void navigate(`/requests/${posted.ticketNumber}`, { state, replace: true })
    },
  })

  const sending = useSendWhenUploaded<void>(uploads, () => {
    if (isUnderWay(getMutationKey(trpc.tickets.create))) return
    if (!show(problemsOf(draft))) return
    create.mutate({ title: draft.subject.trim(), message: draft.text, attachmentIds: draft.files.map(file => file.id) })
  })
  // What is missing is said at once, not when the files are up.
  const submit = () => {
    if (show(problemsOf(draft))) sending.send()
  }

  return (
    <Page title="New request">
      <Form form={form} onSubmit={submit} onChange={clearProblems}>
        <DropZone onFiles={uploads.add}>
          <InputField
            label="Subject"
            name="subject"
            autoFocus
            maxLength={250}
            autoComplete="off"
            value={draft.subject}
            error={problems.subject}
            onChange={event => change({ subject: event.currentTarget.value })}
          />
          <TextField
            label="Message"
            name="text"
            hint="What happened, and what did you expect? Copy error messages word for word."
            rows={8}
            maxLength={100_000}
            value={draft.text}
            error={problems.text}
            onChange={event => change({ text: event.currentTarget.value })}
          />
          <FileList
            attached={draft.files}
            uploads={sending.uploads}
            onRemove={id => change(before => ({ files: before.files.filter(file => file.id !== id) }))}
          />
        </DropZone>
        <ErrorNote error={create.error} />
        <FormEnd>
          {sending.isWaiting ? (
            <WaitingToSend uploads={uploads} onCancel={sending.cancel} />
          ) : (
            <Button type="submit" look="primary" isBusy={create.isPending}>
              Send request
            </Button>
          )}
          <AttachButton uploads={uploads} />
        </FormEnd>
      </Form>
    </Page>
  )
}

const problemsOf = ({ subject, text }: { subject: string; text: string }) => ({
  subject: subject.trim() ? undefined : 'Enter a short subject.',
  text: text.trim() ? undefined : 'Write what happened.',
})
