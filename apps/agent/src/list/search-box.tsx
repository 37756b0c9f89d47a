import { completionsOf } from '@gotrs/contract/filter/complete'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { useMe } from '../session/use-session.ts'
import { ticketNumberOf } from './filter-tokens.ts'
import { listSearch, useListParams } from './list-params.ts'

/** The filter as text. Enter applies it; a number goes straight to the ticket. */
export function SearchBox({ error }: { error: unknown }) {
  const { q, sort } = useListParams()
  const navigate = useNavigate()
  const [text, setText] = useState(q)
  const field = useRef<HTMLInputElement>(null)
  const completionsId = useId()
  const { role } = useMe()
  useEffect(() => setText(q), [q])
  useShortcut('search', () => field.current?.select())

  // Another text has its own best order.
  const show = (next: string) => void navigate(`/tickets${listSearch({ q: next.trim() })}`)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const number = ticketNumberOf(text)
    if (number === null) return show(text)
    void navigate(`/tickets/${number}${listSearch({ q, sort })}`)
  }
  return (
    <search>
      <form onSubmit={submit}>
        <TextInput
          ref={field}
          type="text"
          inputMode="search"
          aria-label="Search tickets"
          placeholder="Words, tag:vpn, “exact words”, #1042"
          autoComplete="off"
          list={completionsId}
          spellCheck={false}
          maxLength={1000}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          error={isErrorOf(error, 'invalid_filter') ? errorText(error) : undefined}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            text && (
              <ActionIcon aria-label="Clear the search" size={24} onClick={() => show('')}>
                <IconX size={14} />
              </ActionIcon>
            )
          }
        />
        <datalist id={completionsId}>
          {completionsOf(text, text.length, role).map(completion => (
            <option
              key={completion.text}
              value={completion.text}
              label={completion.finds.replaceAll('`', '') || undefined}
            />
          ))}
        </datalist>
      </form>
    </search>
  )
}
