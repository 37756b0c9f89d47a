import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Skeleton } from '@mantine/core'
import { useRef, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { toastError } from '../../shell/toast.ts'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import { MailboxFieldsets } from './mailbox-fieldsets.tsx'
import { emptyMailbox, fieldsOf, inputOf, type MailboxFields } from './mailbox-form.ts'
import { MailboxHealth } from './mailbox-health.tsx'
import { OAuthNotice } from './mailbox-oauth-notice.tsx'

/** One mailbox (or `new`): address, queue, and where its mail is read and sent. */
export function Component() {
  const { mailboxId } = useParams()
  const [search] = useSearchParams()
  const mailboxes = trpc.mailboxes.list.useQuery()
  if (mailboxes.error) return <PageFailure title="Mailbox" error={mailboxes.error} onRetry={mailboxes.refetch} />
  if (!mailboxes.data) return <Skeleton height={420} maw={640} />
  const mailbox = mailboxes.data.find(known => known.id === mailboxId)
  if (!mailbox && mailboxId !== 'new') {
    return <PageMissing title="Mailbox not found" hint="Select one from the list of mailboxes." />
  }
  return (
    <Page title={mailbox ? mailbox.address : 'New mailbox'}>
      <OAuthNotice isConnected={search.get('connected') === '1'} error={search.get('oauthError')} />
      {mailbox && <MailboxHealth mailbox={mailbox} />}
      <MailboxForm key={mailboxId} mailbox={mailbox} />
    </Page>
  )
}

function MailboxForm({ mailbox }: { mailbox: Mailbox | undefined }) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const [initialValues] = useState(mailbox ? fieldsOf(mailbox) : emptyMailbox)
  const invalidate = { onSuccess: () => utils.mailboxes.list.invalidate() }
  const create = trpc.mailboxes.create.useMutation(invalidate)
  const update = trpc.mailboxes.update.useMutation(invalidate)
  const startOAuth = trpc.mailboxes.startOAuth.useMutation()
  // Set by the button that saves and then leaves for the provider.
  const connects = useRef(false)
  const save = async (fields: MailboxFields) => {
    const input = inputOf(fields, mailbox)
    try {
      return await (mailbox ? update.mutateAsync({ ...input, mailboxId: mailbox.id }) : create.mutateAsync(input))
    } catch (failure) {
      connects.current = false
      throw failure
    }
  }
  const connect = async (saved: Mailbox) => {
    connects.current = false
    const started = await startOAuth.mutateAsync({ mailboxId: saved.id }).catch(failure => void toastError(failure))
    if (started) window.location.assign(started.url)
    // The mailbox exists now: the next save must update it.
    else if (!mailbox) await navigate(`/settings/mailboxes/${saved.id}`, { replace: true })
  }
  return (
    <Form
      initialValues={initialValues}
      send={save}
      saved={saved => (connects.current ? null : `${saved.address} saved`)}
      onSaved={saved => (connects.current ? connect(saved) : navigate('/settings/mailboxes'))}
      button="Save mailbox"
      back={{ to: '/settings/mailboxes', label: 'Back without saving' }}
    >
      {form => (
        <MailboxFieldsets
          form={form}
          mailbox={mailbox}
          isConnecting={startOAuth.isPending}
          onConnect={element => {
            if (!element.reportValidity()) return
            connects.current = true
            element.requestSubmit()
          }}
        />
      )}
    </Form>
  )
}
