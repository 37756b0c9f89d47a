import type { Ticket } from '@gotrs/contract/tickets'
import { IconCircleDashed, IconUser } from '@tabler/icons-react'
import { HeldMark } from '../marks/held-mark.tsx'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { SpamMark } from '../marks/spam-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import type { RowFact } from './row-facts.ts'
import styles from './rows.module.css'

/** The facts of a row, in a few words each. */
export const RowFacts = ({ ticket, facts }: { ticket: Ticket; facts: RowFact[] }) => (
  <>
    {facts.map(fact => (
      <Fact key={fact} fact={fact} ticket={ticket} />
    ))}
  </>
)

function Fact({ fact, ticket }: { fact: RowFact; ticket: Ticket }) {
  if (fact === 'priority') return <PriorityMark priority={ticket.priority} />
  if (fact === 'held') return <HeldMark ticket={ticket} />
  if (fact === 'spam') return <SpamMark ticket={ticket} />
  if (fact === 'status') return <StatusMark ticket={ticket} />
  if (fact === 'assignee') {
    return (
      <span className={styles.assignee}>
        <IconUser size={12} aria-hidden />
        <span className="visually-hidden">Assigned to </span>
        <span dir="auto">{ticket.staff?.assignee?.name}</span>
      </span>
    )
  }
  return (
    <span className={styles.fact}>
      <IconCircleDashed size={12} aria-hidden />
      Unassigned
    </span>
  )
}
