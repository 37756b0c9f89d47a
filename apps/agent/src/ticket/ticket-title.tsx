import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useMe } from '../session/use-session.ts'
import styles from './ticket.module.css'
import { reasonAgainst } from './verb-reason.ts'

/** The subject, which can be written anew. */
export function TicketTitle({ ticket, onRename }: { ticket: TicketDetail; onRename: (title: string) => void }) {
  const me = useMe()
  const [isEditing, setEditing] = useState(false)
  const [title, setTitle] = useState(ticket.title)
  const save = (event: FormEvent) => {
    event.preventDefault()
    setEditing(false)
    if (title.trim() && title.trim() !== ticket.title) onRename(title.trim())
  }
  if (isEditing) {
    return (
      <form className={styles.rename} onSubmit={save}>
        <TextInput
          flex={1}
          aria-label="Subject"
          maxLength={250}
          required
          data-autofocus
          ref={field => field?.focus()}
          value={title}
          onChange={event => setTitle(event.currentTarget.value)}
          onKeyDown={event => event.key === 'Escape' && setEditing(false)}
        />
        <Button type="submit">Save subject</Button>
      </form>
    )
  }
  return (
    <>
      <h1 className={styles.title} dir="auto">
        {ticket.title}
      </h1>
      {reasonAgainst(me, 'rename', ticket) === null && (
        <Tooltip label="Change the subject">
          <ActionIcon
            aria-label="Change the subject"
            onClick={() => {
              setTitle(ticket.title)
              setEditing(true)
            }}
          >
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}
