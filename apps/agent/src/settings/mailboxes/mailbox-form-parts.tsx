import type { SpamFilters } from '@gotrs/contract/mailboxes'
import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { trpc } from '../../api/trpc.ts'
import rows from '../parts/rows.module.css'
import { FieldGroup } from './field-group.tsx'
import own from './mailbox.module.css'
import { type MailboxFields, withPreset } from './mailbox-form.ts'
import { presetFor } from './mailbox-presets.ts'

type PartProps = { form: UseFormReturnType<MailboxFields> }

/** Who writes, and where it lands. */
export function MailboxIdentity({ form }: PartProps) {
  const queues = trpc.queues.list.useQuery()
  return (
    <>
      <TextInput
        label="Address"
        type="email"
        required
        withAsterisk={false}
        description="Customers write to this address and get replies from it"
        {...form.getInputProps('address')}
      />
      <PresetOffer form={form} />
      <TextInput
        label="Display name"
        required
        withAsterisk={false}
        maxLength={120}
        description="Shown as the sender name in the customer's mail program"
        {...form.getInputProps('displayName')}
      />
      <TagsInput
        label="Aliases"
        description="Other addresses that deliver to this mailbox"
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        {...form.getInputProps('aliases')}
      />
      <Select
        label="Queue"
        description="New tickets from this mailbox go there"
        required
        withAsterisk={false}
        allowDeselect={false}
        data={(queues.data ?? []).map(queue => ({ value: queue.id, label: queue.name }))}
        {...form.getInputProps('queueId')}
        value={form.values.queueId || null}
      />
    </>
  )
}

/** Fills in the servers if the domain identifies them. */
function PresetOffer({ form }: PartProps) {
  const preset = presetFor(form.values.address)
  if (!preset || form.values.imap.host === preset.imap.host) return null
  return (
    <div className={own.choice}>
      <p className={`${rows.dim} ${own.fill}`}>
        The provider of this address is {preset.label}. {preset.hint}
      </p>
      <Button variant="default" onClick={() => form.setValues(withPreset(form.values))}>
        Use the servers of {preset.label}
      </Button>
    </div>
  )
}

const spamChoices = [
  { value: 'all', label: 'All supported filters' },
  { value: 'spamassassin', label: 'SpamAssassin only' },
  { value: 'none', label: 'None' },
] as const satisfies { value: SpamFilters; label: string }[]

/** What becomes of a mail that opens a ticket. */
export function MailboxTickets({ form }: PartProps) {
  return (
    <FieldGroup name="New tickets">
      <Switch
        label="Acknowledge new tickets"
        description="The sender gets a mail with the ticket number. GOTRS does not acknowledge automatic mail, older mail or suspected spam"
        {...form.getInputProps('acknowledges', { type: 'checkbox' })}
      />
      <Select
        label="Spam filters"
        description="The spam filters to trust. Their spam becomes a ticket marked as suspected spam, without an acknowledgement"
        allowDeselect={false}
        data={spamChoices}
        {...form.getInputProps('spamFilters')}
      />
    </FieldGroup>
  )
}

/** What leaves, and how much of it. */
export function MailboxAnswers({ form }: PartProps) {
  return (
    <FieldGroup name="Replies">
      <Textarea
        label="Signature"
        description="Added below every reply. {{agent.name}} is replaced by the name of the agent"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5_000}
        {...form.getInputProps('signature')}
      />
      <NumberInput
        label="Maximum mails per hour"
        description="The limit of your provider, counted per recipient. Further mails wait. Leave empty for no limit"
        min={1}
        max={100_000}
        allowDecimal={false}
        hideControls
        {...form.getInputProps('hourlyLimit')}
      />
      <details className={own.more}>
        <summary>Advanced</summary>
        <TextInput
          mt={8}
          label="Trusted authentication server"
          description="The authserv-id of your mail server in the Authentication-Results header. GOTRS trusts its checks in addition to its own. Leave empty to use only its own"
          placeholder="mx.example.com"
          {...form.getInputProps('authservId')}
        />
      </details>
    </FieldGroup>
  )
}
