import { Button, Checkbox, Group, Select, Skeleton, Stack, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { EmptyNotice } from '../shell/empty-notice.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { AccountFieldset } from './account-fieldset.tsx'
import { emptyMailbox, fieldsOf, inputOf, type MailboxFields } from './mailbox-form.ts'
import { MailboxStateMark } from './mailbox-state-mark.tsx'
import { PageTitle } from './page-title.tsx'
import { said } from './said.ts'
import styles from './settings.module.css'

/** One mailbox (or `new`): address, queue, and where its mail is read and sent. */
export function Component() {
  const { mailboxId } = useParams()
  const mailboxes = trpc.mailboxes.list.useQuery()
  if (mailboxes.error) return <FailureNotice error={mailboxes.error} onRetry={mailboxes.refetch} />
  if (!mailboxes.data) return <Skeleton height={420} maw={640} />
  const mailbox = mailboxes.data.find(known => known.id === mailboxId)
  if (!mailbox && mailboxId !== 'new') {
    return <EmptyNotice title="There is no such mailbox">Look for it in the list of mailboxes.</EmptyNotice>
  }
  return (
    <div className={styles.page}>
      <PageTitle title={mailbox ? mailbox.address : 'New mailbox'} />
      {mailbox && <MailboxStateMark mailbox={mailbox} isLong />}
      <MailboxForm
        key={mailboxId}
        id={mailbox?.id}
        initial={mailbox ? fieldsOf(mailbox) : emptyMailbox}
        hasImapPassword={mailbox?.imap?.hasPassword ?? false}
        hasSmtpPassword={mailbox?.smtp?.hasPassword ?? false}
      />
    </div>
  )
}

type MailboxFormProps = {
  id: string | undefined
  initial: MailboxFields
  hasImapPassword: boolean
  hasSmtpPassword: boolean
}

function MailboxForm({ id, initial, hasImapPassword, hasSmtpPassword }: MailboxFormProps) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const queues = trpc.queues.list.useQuery()
  const [fields, setFields] = useState(initial)
  const set = (patch: Partial<MailboxFields>) => setFields(shown => ({ ...shown, ...patch }))
  const save = trpc.mailboxes.save.useMutation({
    onSuccess: async saved => {
      await utils.mailboxes.list.invalidate()
      said(`${saved.address} is saved`)
      await navigate('/settings/mailboxes')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(inputOf(fields, id))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" mt="md">
        <TextInput
          label="Address"
          type="email"
          required
          withAsterisk={false}
          description="Customers write to it, and get their answers from it"
          value={fields.address}
          onChange={event => set({ address: event.currentTarget.value })}
        />
        <TextInput
          label="Display name"
          required
          withAsterisk={false}
          maxLength={120}
          description="Stands before the address in the customer's mail program"
          value={fields.displayName}
          onChange={event => set({ displayName: event.currentTarget.value })}
        />
        <TagsInput
          label="Aliases"
          description="Other addresses whose mail arrives here too"
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          value={fields.aliases}
          onChange={aliases => set({ aliases })}
        />
        <Select
          label="Queue"
          description="New tickets from this mailbox begin there"
          required
          withAsterisk={false}
          allowDeselect={false}
          data={(queues.data ?? []).map(queue => ({ value: queue.id, label: queue.name }))}
          value={fields.queueId || null}
          onChange={queueId => set({ queueId: queueId ?? '' })}
        />
        <AccountFieldset
          legend="Read mail from an IMAP account"
          fields={fields.imap}
          hasPassword={hasImapPassword}
          onChange={patch => set({ imap: { ...fields.imap, ...patch } })}
        >
          <TextInput
            label="Folder"
            value={fields.imap.folder}
            onChange={event => set({ imap: { ...fields.imap, folder: event.currentTarget.value } })}
          />
        </AccountFieldset>
        <AccountFieldset
          legend="Send mail over an SMTP account"
          fields={fields.smtp}
          hasPassword={hasSmtpPassword}
          onChange={patch => set({ smtp: { ...fields.smtp, ...patch } })}
        />
        <Checkbox
          label="This mailbox is in use"
          checked={fields.isActive}
          onChange={event => set({ isActive: event.currentTarget.checked })}
        />
        {save.error && <p role="alert">{errorText(save.error)}</p>}
        <Group>
          <Button type="submit" loading={save.isPending}>
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
