import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Suspense, useRef } from 'react'
import { Face } from '../marks/face.tsx'
import { useMe } from '../session/use-session.ts'
import { lazyPart } from '../shell/lazy-part.ts'
import styles from './rail.module.css'
import { useParticipants } from './use-participants.ts'
import { reasonAgainst } from './verb-reason.ts'

/** The list of suggestions is the only one on the page: the conversation does not wait for its code. */
const AddParticipant = lazyPart(() => import('./add-participant.tsx'))

/** People in copy: they get every answer, and what they write by mail comes in here. */
export function ParticipantsSection({ ticket }: { ticket: TicketDetail }) {
  const reason = reasonAgainst(useMe(), 'addParticipant', ticket)
  const field = useRef<HTMLInputElement>(null)
  const { remove } = useParticipants(ticket.id)
  return (
    <section className={styles.section} aria-labelledby="copy-heading">
      <h2 id="copy-heading" className={styles.heading}>
        In copy
      </h2>
      {ticket.participants.length > 0 && (
        <ul className={styles.people} aria-labelledby="copy-heading">
          {ticket.participants.map(person => (
            <li key={person.id} className={styles.person}>
              <Face person={person} isSmall />
              <span>
                {person.name} <span className={styles.dim}>{person.email}</span>
              </span>
              {reason === null && (
                <ActionIcon
                  size={24}
                  aria-label={`Remove ${person.name || person.email} from the conversation`}
                  onClick={() => {
                    // The button goes with the person.
                    field.current?.focus()
                    remove(person)
                  }}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <Suspense fallback={<div className={styles.waiting} />}>
        <AddParticipant ticket={ticket} reason={reason} field={field} />
      </Suspense>
    </section>
  )
}
