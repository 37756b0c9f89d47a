import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Button, Checkbox, Group, Skeleton, Stack, TextInput, VisuallyHidden } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import { Page } from '../parts/page.tsx'
import { PageFailure, PageMissing } from '../parts/page-failure.tsx'
import rows from '../parts/rows.module.css'
import { AccountFieldset } from './account-fieldset.tsx'
import { emptyMailbox, fieldsOf, inputOf, type MailboxFields, testInputOf, usesOAuth } from './mailbox-form.ts'
import { MailboxAnswers, MailboxIdentity, MailboxTickets } from './mailbox-form-parts.tsx'
import { MailboxHealth } from './mailbox-health.tsx'
import { MailboxOAuthFieldset } from './mailbox-oauth-fieldset.tsx'
import { OAuthNotice } from './mailbox-oauth-notice.tsx'
import { OlderMailFields } from './older-mail-fields.tsx'

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
  const [fields, setFields] = useState(mailbox ? fieldsOf(mailbox) : emptyMailbox)
  const test = trpc.mailboxes.test.useMutation()
  const set = (patch: Partial<MailboxFields>) => {
    // What was found is about what stood here before.
    if ('imap' in patch || 'smtp' in patch) test.reset()
    setFields(shown => ({ ...shown, ...patch }))
  }
  const invalidate = { onSuccess: () => utils.mailboxes.list.invalidate() }
  const create = trpc.mailboxes.create.useMutation(invalidate)
  const update = trpc.mailboxes.update.useMutation(invalidate)
  const saving = mailbox ? update : create
  const save = () => {
    const input = inputOf(fields, mailbox)
    return mailbox ? update.mutateAsync({ ...input, mailboxId: mailbox.id }) : create.mutateAsync(input)
  }
  const startOAuth = trpc.mailboxes.startOAuth.useMutation()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const saved = await save().catch(() => null)
    if (!saved) return
    toast(`${saved.address} saved`)
    await navigate('/settings/mailboxes')
  }
  const connect = async () => {
    const saved = await save().catch(() => null)
    if (!saved) return
    const started = await startOAuth.mutateAsync({ mailboxId: saved.id }).catch(failure => void toastError(failure))
    if (started) window.location.assign(started.url)
    // It exists from now on: what is saved next changes this one.
    else if (!mailbox) await navigate(`/settings/mailboxes/${saved.id}`, { replace: true })
  }
  const hasAccount = fields.imap.isUsed || fields.smtp.isUsed
  return (
    <form onSubmit={submit}>
      <Stack gap="md" mt="md">
        <MailboxIdentity fields={fields} set={set} />
        <AccountFieldset
          legend="Read mail with IMAP"
          fields={fields.imap}
          hasPassword={mailbox?.imap?.hasPassword ?? false}
          check={test.data?.imap ?? null}
          onChange={patch => set({ imap: { ...fields.imap, ...patch } })}
        >
          <Group grow align="start">
            <TextInput
              label="Folder"
              description="The folder to read new mail from"
              value={fields.imap.folder}
              onChange={event => set({ imap: { ...fields.imap, folder: event.currentTarget.value } })}
            />
            <TextInput
              label="Move mail to"
              description="Move here after import. Leave empty to keep mail in place"
              value={fields.imap.moveTo}
              onChange={event => set({ imap: { ...fields.imap, moveTo: event.currentTarget.value } })}
            />
          </Group>
          <OlderMailFields fields={fields} isStored={mailbox !== undefined} set={set} />
        </AccountFieldset>
        <AccountFieldset
          legend="Send mail with SMTP"
          fields={fields.smtp}
          hasPassword={mailbox?.smtp?.hasPassword ?? false}
          check={test.data?.smtp ?? null}
          onChange={patch => set({ smtp: { ...fields.smtp, ...patch } })}
        />
        {usesOAuth(fields) && (
          <MailboxOAuthFieldset
            fields={fields.oauth}
            stored={mailbox?.oauth ?? null}
            isConnecting={saving.isPending || startOAuth.isPending}
            onChange={patch => set({ oauth: { ...fields.oauth, ...patch } })}
            onConnect={() => void connect()}
          />
        )}
        {hasAccount && (
          <div>
            <Button
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate(testInputOf(fields, mailbox?.id))}
            >
              Test connection
            </Button>
            {test.isPending && <p className={rows.dim}>Testing takes up to 15 seconds. GOTRS sends no mail.</p>}
            {test.error && <p role="alert">{errorText(test.error)}</p>}
          </div>
        )}
        <VisuallyHidden component="output">{test.data && summaryOf(test.data)}</VisuallyHidden>
        <MailboxTickets fields={fields} set={set} />
        <MailboxAnswers fields={fields} set={set} />
        <Checkbox
          label="Active: GOTRS reads and sends mail"
          checked={fields.isActive}
          onChange={event => set({ isActive: event.currentTarget.checked })}
        />
        {saving.error && <p role="alert">{errorText(saving.error)}</p>}
        <Group>
          <Button type="submit" loading={saving.isPending}>
            Save mailbox
          </Button>
          <ButtonLink to="/settings/mailboxes" variant="default">
            Back without saving
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  )
}

type Checks = { imap: { isOk: boolean } | null; smtp: { isOk: boolean } | null }

/** For those who hear the page. */
const summaryOf = ({ imap, smtp }: Checks) =>
  [
    imap && `Reading ${imap.isOk ? 'works' : 'does not work'}.`,
    smtp && `Sending ${smtp.isOk ? 'works' : 'does not work'}.`,
  ]
    .filter(Boolean)
    .join(' ')
