import type { SpamFilters } from '@gotrs/contract/mailboxes'
import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import rows from '../parts/rows.module.css'
import { FieldGroup } from './field-group.tsx'
import own from './mailbox.module.css'
import { type MailboxFields, withPreset } from './mailbox-form.ts'
import { presetFor } from './mailbox-presets.ts'

type PartProps = { fields: MailboxFields; set: (patch: Partial<MailboxFields>) => void }

/** Who writes, and where it lands. */
export function MailboxIdentity({ fields, set }: PartProps) {
  const queues = trpc.queues.list.useQuery()
  return (
    <>
      <TextInput
        label="Address"
        type="email"
        required
        withAsterisk={false}
        description="Customers write to this address and get replies from it"
        value={fields.address}
        onChange={event => set({ address: event.currentTarget.value })}
      />
      <PresetOffer fields={fields} set={set} />
      <TextInput
        label="Display name"
        required
        withAsterisk={false}
        maxLength={120}
        description="Shown as the sender name in the customer's mail program"
        value={fields.displayName}
        onChange={event => set({ displayName: event.currentTarget.value })}
      />
      <TagsInput
        label="Aliases"
        description="Other addresses that deliver to this mailbox"
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        value={fields.aliases}
        onChange={aliases => set({ aliases })}
      />
      <Select
        label="Queue"
        description="New tickets from this mailbox go there"
        required
        withAsterisk={false}
        allowDeselect={false}
        data={(queues.data ?? []).map(queue => ({ value: queue.id, label: queue.name }))}
        value={fields.queueId || null}
        onChange={queueId => set({ queueId: queueId ?? '' })}
      />
    </>
  )
}

/** Where the domain tells whose servers they are, nobody has to look them up. */
function PresetOffer({ fields, set }: PartProps) {
  const preset = presetFor(fields.address)
  if (!preset || fields.imap.host === preset.imap.host) return null
  return (
    <div className={own.choice}>
      <p className={`${rows.dim} ${own.fill}`}>
        The provider of this address is {preset.label}. {preset.hint}
      </p>
      <Button variant="default" onClick={() => set(withPreset(fields))}>
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
export function MailboxTickets({ fields, set }: PartProps) {
  return (
    <FieldGroup name="New tickets">
      <Switch
        label="Acknowledge new tickets"
        description="The sender gets a mail with the ticket number. GOTRS does not acknowledge automatic mail, older mail or suspected spam"
        checked={fields.acknowledges}
        onChange={event => set({ acknowledges: event.currentTarget.checked })}
      />
      <Select
        label="Spam filters"
        description="The spam filters to trust. Their spam becomes a ticket marked as suspected spam, without an acknowledgement"
        allowDeselect={false}
        data={spamChoices}
        value={fields.spamFilters}
        onChange={spamFilters => spamFilters && set({ spamFilters: spamFilters as SpamFilters })}
      />
    </FieldGroup>
  )
}

/** What leaves, and how much of it. */
export function MailboxAnswers({ fields, set }: PartProps) {
  return (
    <FieldGroup name="Answers">
      <Textarea
        label="Signature"
        description="Added below every reply. {{agent.name}} is replaced by the name of the agent"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5_000}
        value={fields.signature}
        onChange={event => set({ signature: event.currentTarget.value })}
      />
      <NumberInput
        label="Maximum mails per hour"
        description="The limit of your provider, counted per recipient. Further mails wait. Leave empty for no limit"
        min={1}
        max={100_000}
        allowDecimal={false}
        hideControls
        value={fields.hourlyLimit}
        onChange={hourlyLimit => set({ hourlyLimit })}
      />
      <details className={own.more}>
        <summary>Advanced</summary>
        <TextInput
          mt={8}
          label="Trusted authentication server"
          description="The authserv-id of your mail server in the Authentication-Results header. GOTRS trusts its checks in addition to its own. Leave empty to use only its own"
          placeholder="mx.example.com"
          value={fields.authservId}
          onChange={event => set({ authservId: event.currentTarget.value })}
        />
      </details>
    </FieldGroup>
  )
}
