import type { TicketDetail } from '@gotrs/contract/tickets'
import { useMe } from '../session/use-session.ts'
import { ParticipantsSection } from './participants-section.tsx'
import styles from './rail.module.css'
import { RailFields } from './rail-fields.tsx'
import { FollowersSection } from './rail-followers.tsx'
import { HistorySection } from './rail-history.tsx'
import { CustomerSection, LinksSection } from './rail-people.tsx'
import { TagsField } from './tags-field.tsx'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

/** The fields of a ticket, each editable in place. */
export function Rail({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const me = useMe()
  const reasons = (['assign', 'move', 'setPriority'] as const).map(verb => reasonAgainst(me, verb, ticket))
  return (
    <>
      {[...new Set(reasons)].map(reason => reason && <p key={reason} className={styles.reason}>{`${reason}.`}</p>)}
      <section className={styles.section} aria-labelledby="ticket-heading">
        <h2 id="ticket-heading" className={styles.heading}>
          Ticket
        </h2>
        <RailFields ticket={ticket} />
        <TagsField ticket={ticket} verbs={verbs} />
      </section>
      <CustomerSection ticket={ticket} />
      <ParticipantsSection ticket={ticket} />
      <FollowersSection ticket={ticket} verbs={verbs} />
      <LinksSection ticket={ticket} />
      <HistorySection ticket={ticket} />
    </>
  )
}
