import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Autocomplete } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { useFieldShortcut } from '../keyboard/use-field-shortcut.ts'
import { useMe } from '../session/use-session.ts'
import styles from './ticket.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

/** What the server accepts as a tag, so that a wrong one is shown before it is sent. */
const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,49}$/u

/** The tags, each with a button to remove it, and a field to add one: an existing tag or a new one. */
export function TagsField({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [typed] = useDebouncedValue(text.trim(), 200)
  const [isOpened, setOpened] = useState(false)
  const known = trpc.tags.list.useQuery({ text: typed }, { staleTime: 30_000, enabled: isOpened })
  const tags = ticket.staff?.tags ?? []
  const reason = reasonAgainst(useMe(), 'tag', ticket)
  const field = useFieldShortcut('tags', reason === null)

  const add = (given: string) => {
    const tag = given.trim().toLowerCase()
    if (!tag) return
    setWrong(!TAG.test(tag))
    if (!TAG.test(tag)) return
    setText('')
    if (!tags.includes(tag)) verbs.tag(tag)
  }
  return (
    <div>
      {tags.length > 0 && (
        <ul className={styles.tags} aria-label="Tags">
          {tags.map(tag => (
            <li key={tag} className={styles.tag}>
              {tag}
              {reason === null && (
                <ActionIcon size={24} aria-label={`Remove the tag ${tag}`} onClick={() => verbs.untag(tag)}>
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <Autocomplete
        ref={field.ref}
        label="Add tag"
        onFocus={() => setOpened(true)}
        disabled={reason !== null}
        description={reason}
        data={(known.data ?? []).filter(tag => !tags.includes(tag))}
        value={text}
        maxLength={50}
        error={isWrong && 'Use only letters, digits, dots, dashes and underscores'}
        onChange={setText}
        onOptionSubmit={add}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            setText('')
            setWrong(false)
            field.onKeyDown(event)
          }
          if (event.key !== 'Enter' || event.defaultPrevented) return
          add(event.currentTarget.value)
        }}
      />
    </div>
  )
}
