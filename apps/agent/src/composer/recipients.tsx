import { isSearchable } from '@gotrs/contract/filter/search-text'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { addressOf } from './addresses.ts'
import { elsewhereText } from './answer-to.ts'
import type { ComposerDraft } from './draft.ts'
import styles from './recipients.module.css'

type RecipientsProps = {
  ticket: TicketDetail
  draft: ComposerDraft
  onChange: (patch: Partial<ComposerDraft>) => void
  /** What is no address, in a sentence: nothing is sent until it is corrected. Null: all are fine. */
  onWrong: (text: string | null) => void
}

/** Who gets the answer: everybody in sight, because a wrong one can't be taken back. CC and BCC open where they are empty. */
export default function Recipients({ ticket, draft, onChange, onWrong }: RecipientsProps) {
  const wrong = useRef(new Map<string, string | null>())
  const report = (label: string) => (text: string | null) => {
    wrong.current.set(label, text)
    const [first] = [...wrong.current].flatMap(([field, found]) =>
      found === null ? [] : [`${field}: ${wrongText(found)}`],
    )
    onWrong(first ?? null)
  }
  // What is no address is gone with its field, and must not stop a send that does not show it.
  const leave = useEffectEvent(() => onWrong(null))
  useEffect(() => () => leave(), [])
  const elsewhere = elsewhereText(ticket, draft.to)
  return (
    <div className={styles.recipients}>
      <Addresses label="To" value={draft.to} onChange={to => onChange({ to })} onWrong={report('To')} />
      {elsewhere && <p className={styles.elsewhere}>{elsewhere}</p>}
      <Addresses label="CC" value={draft.cc} onChange={cc => onChange({ cc })} onWrong={report('CC')} />
      <Addresses label="BCC" value={draft.bcc} onChange={bcc => onChange({ bcc })} onWrong={report('BCC')} />
    </div>
  )
}

const wrongText = (text: string) => `“${text}” is not a valid email address`

type AddressesProps = {
  label: string
  value: string[]
  onChange: (value: string[]) => void
  onWrong: (text: string | null) => void
}

function Addresses({ label, value, onChange, onWrong }: AddressesProps) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const kept = useRef<string | null>(null)
  const [text] = useDebouncedValue(typed.trim(), 200)
  const people = trpc.users.list.useQuery({ text, limit: 8 }, { enabled: isSearchable(text), staleTime: 60_000 })

  const markWrong = (next: string | null) => {
    setWrong(next)
    onWrong(next)
  }
  /** The field empties itself after each entry; what is no address stays in it. */
  const type = (next: string) => {
    const stays = next === '' ? kept.current : null
    setTyped(stays ?? next)
    if (stays === null && wrong !== null) markWrong(null)
  }
  const take = (next: string[]) => {
    const refused = next.filter(address => addressOf(address) === null).join(' ') || null
    // It empties itself before or after this, in the same event.
    kept.current = refused
    queueMicrotask(() => {
      kept.current = null
    })
    if (refused !== null) setTyped(refused)
    markWrong(refused)
    onChange([...new Set(next.flatMap(address => addressOf(address) ?? []))])
  }
  return (
    <TagsInput
      label={label}
      classNames={{
        root: styles.recipient,
        label: styles.label,
        wrapper: styles.field,
        input: styles.input,
      }}
      value={value}
      onChange={take}
      searchValue={typed}
      onSearchChange={type}
      data={(people.data?.items ?? []).map(person => person.email)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const person = people.data?.items.find(found => found.email === option.value)
        return person?.name ? `${person.name} <${person.email}>` : option.value
      }}
      splitChars={[',', ';', ' ']}
      acceptValueOnBlur
      maxTags={50}
      error={wrong === null ? undefined : wrongText(wrong)}
    />
  )
}
