import { Face } from '../marks/face.tsx'
import styles from './presence.module.css'
import { presenceText } from './presence-text.ts'
import { usePresence } from './use-presence.ts'

const MAX_FACES = 3

/** `assigneeId`: their face is beside these already, and the words name them. */
type PresentFacesProps = { ticketId: string; assigneeId?: string | undefined; isInHeader?: boolean }

/** The faces of colleagues who have the ticket open, those who write first. */
export function PresentFaces({ ticketId, assigneeId, isInHeader = false }: PresentFacesProps) {
  const present = usePresence(ticketId).toSorted((one, other) => other.state.localeCompare(one.state))
  const text = presenceText(present)
  const shown = present.slice(0, isInHeader ? MAX_FACES : 1)
  const faces = shown.map(({ person }) => (
    <span key={person.id} data-assignee={person.id === assigneeId || undefined}>
      <Face person={person} isColleague isSmall />
    </span>
  ))
  const isWriting = present[0]?.state === 'writing' || undefined
  // In the header always there, so that a screen reader says who comes.
  if (isInHeader) {
    return (
      <p className={styles.present} role="status" title={text} data-writing={isWriting}>
        {faces}
        {present.length > shown.length && <span aria-hidden>+{present.length - shown.length}</span>}
        <span className={styles.words}>{text}</span>
      </p>
    )
  }
  if (text === '') return null
  return (
    <span className={styles.present} title={text} data-writing={isWriting}>
      {faces}
      <span className="visually-hidden">{text}</span>
    </span>
  )
}
