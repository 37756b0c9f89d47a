import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { useMergedRef, useResizeObserver } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp, IconPencil } from '@tabler/icons-react'
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import { useMe } from '../session/use-session.ts'
import styles from './ticket.module.css'
import { reasonAgainst } from './verb-reason.ts'

/** The subject, editable in place. */
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
      <Subject title={ticket.title} />
      {reasonAgainst(me, 'rename', ticket) === null && (
        <Tooltip label="Change subject">
          <ActionIcon
            className={styles.onHover}
            aria-label="Change subject"
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

/** One line of it: a long one must not push the conversation away, and unfolds on demand. */
function Subject({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [observe, { width }] = useResizeObserver<HTMLHeadingElement>()
  const ref = useMergedRef(heading, observe)
  const [isWhole, setWhole] = useState(false)
  const [isCut, setCut] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width or text may fit
  useLayoutEffect(() => {
    const { current } = heading
    if (current && !isWhole) setCut(current.scrollWidth > current.clientWidth)
  }, [width, title, isWhole])
  const label = isWhole ? 'Collapse subject' : 'Show full subject'
  const Icon = isWhole ? IconChevronUp : IconChevronDown
  return (
    <>
      <h1 ref={ref} className={styles.title} dir="auto" title={title} data-whole={isWhole || undefined}>
        {title}
      </h1>
      {isCut && (
        <Tooltip label={label}>
          <ActionIcon aria-label={label} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}
