import type { TicketDetail } from '@gotrs/contract/tickets'
import { useMe } from '../session/use-session.ts'
import { ParticipantsSection } from './participants-section.tsx'
import { AssigneeField, PriorityField, QueueField } from './rail-fields.tsx'
import { CustomerSection, LinksSection } from './rail-people.tsx'
import { TagsField } from './tags-field.tsx'
import styles from './ticket.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

/** The fields of a ticket, each editable in place. */
export function Rail({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const me = useMe()
  const reasons = (['assign', 'move', 'setPriority'] as const).map(verb => reasonAgainst(me, verb, ticket))
  return (
    <>
      <div className={styles.fields}>
        {[...new Set(reasons)].map(reason => reason && <p key={reason} className={styles.dim}>{`${reason}.`}</p>)}
        <AssigneeField ticket={ticket} verbs={verbs} />
        <QueueField ticket={ticket} verbs={verbs} />
        <PriorityField ticket={ticket} verbs={verbs} />
        <TagsField ticket={ticket} verbs={verbs} />
      </div>
      <CustomerSection ticket={ticket} />
      <ParticipantsSection ticket={ticket} />
      <LinksSection ticket={ticket} />
    </>
  )
}
