import type { OlderMail } from '@gotrs/contract/mailboxes'
import { Select, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { MailboxFields } from './mailbox-form.ts'
import { momentOf, momentText } from './moment-field.ts'

const choices = [
  { value: 'none', label: 'Do not import' },
  { value: 'closed', label: 'Import as closed tickets' },
  { value: 'open', label: 'Import as open tickets' },
] as const satisfies { value: OlderMail; label: string }[]

/** What follows, in a sentence. */
const consequences = {
  none: 'Older mail stays in the account and creates no tickets.',
  closed:
    'Older mail becomes closed tickets with their original dates. GOTRS sends no acknowledgement or notification.',
  open: 'Older mail becomes open tickets with their original dates. GOTRS sends no acknowledgement or notification.',
} as const satisfies Record<OlderMail, string>

type OlderMailFieldsProps = {
  form: UseFormReturnType<MailboxFields>
  isStored: boolean
}

/** From when a mailbox takes mail, and what comes of the past of its account. */
export function OlderMailFields({ form, isStored }: OlderMailFieldsProps) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <>
      <TextInput
        type="datetime-local"
        step={60}
        label="Import mail since"
        description={`Time in ${zone}${isStored ? '' : '. Leave empty for the time you save'}`}
        required={isStored}
        withAsterisk={false}
        {...form.getInputProps('takesMailFrom')}
        value={momentText(form.values.takesMailFrom)}
        onChange={event => form.setFieldValue('takesMailFrom', momentOf(event.currentTarget.value))}
      />
      <Select
        label="Older mail"
        description={consequences[form.values.olderMail]}
        allowDeselect={false}
        data={choices}
        {...form.getInputProps('olderMail')}
      />
    </>
  )
}
