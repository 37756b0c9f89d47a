import { isSearchable } from '@gotrs/contract/filter/search-text'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { addressOf } from './addresses.ts'
import { elsewhereText } from './answer-to.ts'
import styles from './composer.module.css'
import type { ComposerDraft } from './draft.ts'
import own from './recipients.module.css'

type RecipientsProps = {
  ticket: TicketDetail
  draft: ComposerDraft
  onChange: (patch: Partial<ComposerDraft>) => void
}

/** Who gets the answer: all three lines in sight, because a wrong one can't be taken back. */
export function Recipients({ ticket, draft, onChange }: RecipientsProps) {
  const elsewhere = elsewhereText(ticket, draft.to)
  return (
    <div className={styles.recipients}>
      <Addresses label="To" value={draft.to} onChange={to => onChange({ to })} />
      {elsewhere && <p className={own.elsewhere}>{elsewhere}</p>}
      <Addresses label="CC" value={draft.cc} onChange={cc => onChange({ cc })} />
      <Addresses label="BCC" value={draft.bcc} onChange={bcc => onChange({ bcc })} />
    </div>
  )
}

type AddressesProps = { label: string; value: string[]; onChange: (value: string[]) => void }

function Addresses({ label, value, onChange }: AddressesProps) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [text] = useDebouncedValue(typed.trim(), 200)
  const people = trpc.users.list.useQuery({ text, limit: 8 }, { enabled: isSearchable(text), staleTime: 60_000 })

  const take = (next: string[]) => {
    const refused = next.find(address => addressOf(address) === null)
    setWrong(refused ?? null)
    onChange([...new Set(next.flatMap(address => addressOf(address) ?? []))])
  }
  return (
    <TagsInput
      label={label}
      classNames={{
        root: styles.recipient,
        label: styles.recipientLabel,
        wrapper: styles.recipientField,
        input: styles.recipientInput,
      }}
      value={value}
      onChange={take}
      searchValue={typed}
      onSearchChange={setTyped}
      data={(people.data?.items ?? []).map(person => person.email)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const person = people.data?.items.find(found => found.email === option.value)
        return person?.name ? `${person.name} <${person.email}>` : option.value
      }}
      splitChars={[',', ';', ' ']}
      acceptValueOnBlur
      maxTags={50}
      error={wrong === null ? undefined : `“${wrong}” is not a valid email address`}
    />
  )
}
