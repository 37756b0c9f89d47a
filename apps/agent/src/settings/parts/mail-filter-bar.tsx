import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { withFilter } from './mail-filters.ts'
import styles from './mail-list.module.css'

type Choice = { value: string; label: string }
type MailFilterBarProps = {
  /** The part of the URL that says which mails, and its choices; the first is the default. */
  which: { name: string; choices: Choice[] }
  placeholder: string
  children?: ReactNode
}

/** The filters of every mail list: status, mailbox and search words, all kept in the URL. */
export function MailFilterBar({ which, placeholder, children }: MailFilterBarProps) {
  const [search, setSearch] = useSearchParams()
  const set = useFilter()
  const mailboxes = trpc.mailboxes.list.useQuery()
  const isFiltered = [...search.keys()].length > 0
  return (
    <search className={styles.filters} aria-label="Filter">
      <SegmentedControl
        aria-label="Status"
        data={which.choices}
        value={search.get(which.name) ?? which.choices[0]?.value ?? ''}
        onChange={value => set(which.name, value)}
      />
      <WordsField placeholder={placeholder} />
      <Select
        aria-label="Mailbox"
        placeholder="Any mailbox"
        clearable
        clearButtonProps={{ 'aria-label': 'Any mailbox' }}
        className={styles.choice}
        data={(mailboxes.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.get('mailbox')}
        onChange={value => set('mailbox', value)}
      />
      {children}
      {isFiltered && (
        <Button variant="subtle" color="gray" onClick={() => setSearch({})}>
          Clear
        </Button>
      )}
    </search>
  )
}

/** Sets one part of the filter in the URL. */
export function useFilter() {
  const [, setSearch] = useSearchParams()
  return (name: string, value: string | null) => setSearch(search => withFilter(search, name, value), { replace: true })
}

function WordsField({ placeholder }: { placeholder: string }) {
  const [search] = useSearchParams()
  const set = useFilter()
  const asked = search.get('q') ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set('q', text.trim())
  }
  return (
    <form onSubmit={submit} className={styles.words}>
      <TextInput
        type="text"
        inputMode="search"
        aria-label="Search"
        placeholder={placeholder}
        maxLength={200}
        autoComplete="off"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onBlur={() => text.trim() !== asked && set('q', text.trim())}
      />
    </form>
  )
}
