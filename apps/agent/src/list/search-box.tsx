import { completionsOf } from '@gotrs/contract/filter/complete'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { ActionIcon, Autocomplete } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { useMe } from '../session/use-session.ts'
import { ticketNumberOf } from './filter-tokens.ts'
import { focusHits } from './focus-home.ts'
import styles from './list-head.module.css'
import { listSearch, useListParams } from './list-params.ts'

/** What was searched for and is not on the screen yet. The box beside a ticket is another one than that of the whole list. */
let searched: string | null = null

/** The filter as text. Enter applies it; a number goes straight to the ticket. */
export function SearchBox({ error, isLoaded }: { error: unknown; isLoaded: boolean }) {
  const { q, sort } = useListParams()
  const navigate = useNavigate()
  const [text, setText] = useState(q)
  const field = useRef<HTMLInputElement>(null)
  const { role } = useMe()
  useEffect(() => setText(q), [q])
  // Once the hits are there, they have the keys.
  useEffect(() => {
    if (searched !== q || !isLoaded) return
    searched = null
    focusHits()
  }, [q, isLoaded])
  useShortcut('search', () => field.current?.select())

  // Another text has its own best order.
  const show = (next: string) => void navigate(`/tickets${listSearch({ q: next.trim() })}`)
  const completions = completionsOf(text, text.length, role)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const number = ticketNumberOf(text)
    field.current?.blur()
    if (number === null) {
      searched = text.trim()
      return show(text)
    }
    void navigate(`/tickets/${number}${listSearch({ q, sort })}`)
  }
  /** Before the list of completions gets the key. */
  const leave = (event: KeyboardEvent) => {
    const isOpen = field.current?.getAttribute('aria-expanded') === 'true'
    if (event.key === 'Escape' && !isOpen) setText(q)
    else if (event.key !== 'ArrowDown' || (isOpen && completions.length > 0)) return
    event.preventDefault()
    event.stopPropagation()
    focusHits()
  }
  return (
    <search onKeyDownCapture={leave}>
      <form onSubmit={submit}>
        <Autocomplete
          ref={field}
          type="text"
          inputMode="search"
          aria-label="Search tickets"
          placeholder="Words, tag:vpn, “exact words”, #1042"
          autoComplete="off"
          openOnFocus={false}
          data={completions.map(completion => completion.text)}
          filter={({ options }) => options}
          renderOption={({ option }) => <Completion {...completions.find(it => it.text === option.value)} />}
          maxDropdownHeight={320}
          spellCheck={false}
          maxLength={1000}
          value={text}
          onChange={setText}
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
      </form>
    </search>
  )
}

function Completion({ text, finds }: { text?: string; finds?: string }) {
  return (
    <span>
      {text} {finds && <span className={styles.finds}>{finds.replaceAll('`', '')}</span>}
    </span>
  )
}
