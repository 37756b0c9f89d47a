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
        description="Customers write to it, and get their answers from it"
        value={fields.address}
        onChange={event => set({ address: event.currentTarget.value })}
      />
      <PresetOffer fields={fields} set={set} />
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
        This is an address at {preset.label}. {preset.hint}
      </p>
      <Button variant="default" onClick={() => set(withPreset(fields))}>
        Fill in the servers of {preset.label}
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
        description="The sender gets a mail with the number of the ticket. Automatic mail, older mail and suspected spam get none"
        checked={fields.acknowledges}
        onChange={event => set({ acknowledges: event.currentTarget.checked })}
      />
      <Select
        label="Spam filters"
        description="Which spam filters to trust. Marked mail becomes a ticket that says so, and is not acknowledged"
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
        description="Below every answer from here; {{agent.name}} becomes the name of the agent who answers"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5_000}
        value={fields.signature}
        onChange={event => set({ signature: event.currentTarget.value })}
      />
      <NumberInput
        label="Mails per hour, at most"
        description="What a provider allows, one for each recipient; the others wait for their turn. Empty: no limit"
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
          label="Server whose checks count"
          description="Its name in the header Authentication-Results (authserv-id). Its checks count beside the desk's own. Empty: only the desk's own checks count"
          placeholder="mx.example.com"
          value={fields.authservId}
          onChange={event => set({ authservId: event.currentTarget.value })}
        />
      </details>
    </FieldGroup>
  )
}
