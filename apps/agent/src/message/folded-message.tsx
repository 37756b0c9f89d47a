import type { Message } from '@gotrs/contract/messages'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import { Face } from '../marks/face.tsx'
import { isByStaff } from './by-staff.ts'
import styles from './folded-message.module.css'

type FoldedMessageProps = { message: Message; onOpen: (id: string) => void }

/** A message that was read before, as one line that opens it. */
export const FoldedMessage = memo(function FoldedMessage({ message, onOpen }: FoldedMessageProps) {
  const { id, kind, author, text, createdAt } = message
  const name = author.name || author.email
  return (
    <article id={`message-${id}`} aria-label={`${kind === 'note' ? 'Internal note' : 'Message'} by ${name}, folded`}>
      <button type="button" className={styles.folded} data-kind={kind} aria-expanded={false} onClick={() => onOpen(id)}>
        <Face person={author} isColleague={isByStaff(message)} isSmall />
        <span className={styles.words}>
          {kind === 'note' && <IconLock size={12} aria-label="Internal note" />}
          <span className={styles.foldedAuthor}>{name}</span>
          <span className={styles.foldedText} dir="auto">
            {text.slice(0, 200)}
          </span>
        </span>
        <Ago at={createdAt} isShort className={styles.time} />
      </button>
    </article>
  )
})
