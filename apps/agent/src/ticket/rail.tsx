import type { TicketDetail } from '@gotrs/contract/tickets'
import { AssigneeField, PriorityField, QueueField } from './rail-fields.tsx'
import { CustomerSection, LinksSection, ParticipantsSection } from './rail-people.tsx'
import { TagsField } from './tags-field.tsx'
import styles from './ticket.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'

/** The facts of a ticket, each to be changed where it stands. */
export function Rail({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  return (
    <>
      <div className={styles.fields}>
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
