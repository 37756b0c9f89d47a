import type { Message } from '@gotrs/contract/messages'
import { senderWords } from '@gotrs/contract/sender-verdict'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Radio, Select, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { Consequence } from './consequence.tsx'
import held from './held.module.css'
import { acceptChoices, acceptConsequence, nameOf, peopleFor } from './held-consequence.ts'
import { HeldForm } from './held-form.tsx'
import { useDecideHeld } from './use-decide-held.ts'

export type HeldDialogProps = { message: Message; ticket: TicketDetail; onClose: () => void }

/** Into the conversation: its sender joins, or is a person who takes part, under another address. */
export default function HeldAccept({ message, ticket, onClose }: HeldDialogProps) {
  const people = peopleFor(message, ticket)
  const [place, setPlace] = useState<'joined' | 'addressOf'>('joined')
  const [personId, setPersonId] = useState<string | null>(people.length === 1 ? (people[0]?.id ?? null) : null)
  const { accept, isBusy, error } = useDecideHeld(message)
  const person = place === 'addressOf' ? (people.find(({ id }) => id === personId) ?? null) : null
  const isReady = place === 'joined' || person !== null
  const choices = acceptChoices(message, ticket)
  return (
    <HeldForm
      verb={place === 'joined' ? choices.verb : person ? `Accept as ${nameOf(person)}` : 'Accept'}
      isReady={isReady}
      isBusy={isBusy}
      error={error}
      onSubmit={() => isReady && accept(person)}
      onClose={onClose}
    >
      <ForgedWarning message={message} />
      {people.length > 0 && (
        <Radio.Group
          aria-label="Sender"
          value={place}
          onChange={value => setPlace(value === 'addressOf' ? 'addressOf' : 'joined')}
        >
          <Stack gap={12}>
            <Radio value="joined" label={choices.joined} data-autofocus />
            <Radio value="addressOf" label={choices.addressOf} />
          </Stack>
        </Radio.Group>
      )}
      {place === 'addressOf' && (
        <Select
          label="Person"
          placeholder="Select a person"
          allowDeselect={false}
          data={people.map(one => ({ value: one.id, label: one.name ? `${one.name} (${one.email})` : one.email }))}
          value={personId}
          onChange={setPersonId}
        />
      )}
      {isReady && <Consequence>{acceptConsequence(message, ticket, person)}</Consequence>}
    </HeldForm>
  )
}

/** Accepting is a promise that the sender is who the mail says. */
function ForgedWarning({ message }: { message: Message }) {
  if (message.senderVerdict !== 'contradicted') return null
  const { label, meaning } = senderWords.contradicted
  return (
    <p className={held.warning}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        <strong>{label}.</strong> {message.staff?.verdictReason ?? meaning} Accept it only if you are sure that it is
        genuine.
      </span>
    </p>
  )
}
