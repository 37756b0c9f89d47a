import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Button, Checkbox, Group, TextInput, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import rows from '../parts/rows.module.css'
import { AccountFieldset } from './account-fieldset.tsx'
import { type MailboxFields, testInputOf, usesOAuth } from './mailbox-form.ts'
import { MailboxAnswers, MailboxIdentity, MailboxTickets } from './mailbox-form-parts.tsx'
import { MailboxOAuthFieldset } from './mailbox-oauth-fieldset.tsx'
import { OlderMailFields } from './older-mail-fields.tsx'

/** All fields of a mailbox, and the test of its connections. */
type MailboxFieldsetsProps = {
  form: UseFormReturnType<MailboxFields>
  mailbox: Mailbox | undefined
  isConnecting: boolean
  onConnect: (form: HTMLFormElement) => void
}

export function MailboxFieldsets({ form, mailbox, isConnecting, onConnect }: MailboxFieldsetsProps) {
  const test = trpc.mailboxes.test.useMutation()
  const input = testInputOf(form.values, mailbox?.id)
  // A result counts only for the values that were tested.
  const checks = test.data && JSON.stringify(test.variables) === JSON.stringify(input) ? test.data : null
  const hasAccount = form.values.imap.isUsed || form.values.smtp.isUsed
  return (
    <>
      <MailboxIdentity form={form} />
      <AccountFieldset
        legend="Read mail with IMAP"
        form={form}
        account="imap"
        hasPassword={mailbox?.imap?.hasPassword ?? false}
        check={checks?.imap ?? null}
      >
        <Group grow align="start">
          <TextInput
            label="Folder"
            description="The folder to read new mail from"
            {...form.getInputProps('imap.folder')}
          />
          <TextInput
            label="Move mail to"
            description="Move here after import. Leave empty to keep mail in place"
            {...form.getInputProps('imap.moveTo')}
          />
        </Group>
        <OlderMailFields form={form} isStored={mailbox !== undefined} />
      </AccountFieldset>
      <AccountFieldset
        legend="Send mail with SMTP"
        form={form}
        account="smtp"
        hasPassword={mailbox?.smtp?.hasPassword ?? false}
        check={checks?.smtp ?? null}
      />
      {usesOAuth(form.values) && (
        <MailboxOAuthFieldset
          form={form}
          stored={mailbox?.oauth ?? null}
          isConnecting={isConnecting}
          onConnect={onConnect}
        />
      )}
      {hasAccount && (
        <div>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate(input)}>
            Test connection
          </Button>
          {test.isPending && <p className={rows.dim}>Testing takes up to 15 seconds. GOTRS sends no mail.</p>}
          {test.error && <p role="alert">{errorText(test.error)}</p>}
        </div>
      )}
      <VisuallyHidden component="output">{checks && summaryOf(checks)}</VisuallyHidden>
      <MailboxTickets form={form} />
      <MailboxAnswers form={form} />
      <Checkbox label="Active: GOTRS reads and sends mail" {...form.getInputProps('isActive', { type: 'checkbox' })} />
    </>
  )
}

type Checks = { imap: { isOk: boolean } | null; smtp: { isOk: boolean } | null }

/** Read out by a screen reader. */
const summaryOf = ({ imap, smtp }: Checks) =>
  [
    imap && `Reading ${imap.isOk ? 'works' : 'does not work'}.`,
    smtp && `Sending ${smtp.isOk ? 'works' : 'does not work'}.`,
  ]
    .filter(Boolean)
    .join(' ')
