import { isSearchable } from '@gotrs/contract/filter/search-text'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Autocomplete } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type RefObject, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { addressOf } from '../composer/addresses.ts'
import styles from './rail.module.css'
import { useParticipants } from './use-participants.ts'

type AddParticipantProps = { ticket: TicketDetail; reason: string | null; field: RefObject<HTMLInputElement | null> }

/** A line for one more address; who is known is offered. */
export default function AddParticipant({ ticket, reason, field }: AddParticipantProps) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [typed] = useDebouncedValue(text.trim(), 200)
  const known = trpc.users.list.useQuery(
    { text: typed, role: 'customer', limit: 8 },
    { enabled: isSearchable(typed), staleTime: 60_000 },
  )
  const { add } = useParticipants(ticket.id)
  const here = new Set([ticket.customer, ...ticket.participants].map(person => person.email))
  const people = (known.data?.items ?? []).filter(person => !here.has(person.email))

  /** A name that fits one person alone means that person. */
  const onlySuggestion = (given: string) =>
    given.trim() === typed && people.length === 1 ? (people[0]?.email ?? null) : null

  const submit = (given: string) => {
    if (!given.trim()) return
    const email = addressOf(given) ?? onlySuggestion(given)
    setWrong(email === null ? 'Enter an address such as nora@acme.example' : null)
    if (email !== null) add(email, { onDone: () => setText(''), onError: setWrong })
  }
  return (
    <Autocomplete
      ref={field}
      aria-label="Add a person"
      placeholder="Add a name or address"
      classNames={{ wrapper: styles.wrapper, input: styles.input }}
      type="email"
      autoComplete="off"
      maxLength={254}
      disabled={reason !== null}
      description={reason}
      error={wrong}
      data={people.map(person => person.email)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const person = people.find(({ email }) => email === option.value)
        return person?.name ? `${person.name} <${person.email}>` : option.value
      }}
      value={text}
      onChange={next => {
        setText(next)
        setWrong(null)
      }}
      onOptionSubmit={submit}
      onKeyDown={event => {
        if (event.key === 'Escape') setText('')
        if (event.key !== 'Enter' || event.defaultPrevented) return
        event.preventDefault()
        submit(event.currentTarget.value)
      }}
    />
  )
}
