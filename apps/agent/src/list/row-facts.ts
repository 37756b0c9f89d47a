import type { Me } from '@gotrs/contract/auth'
import type { Ticket } from '@gotrs/contract/tickets'

/** What a row says beside name, subject and time: only what is unusual in a list of open tickets. */
export type RowFact = 'priority' | 'held' | 'spam' | 'status' | 'unassigned' | 'assignee'

/** `q`: what every row of the list has in common is not said on each of them. */
export function rowFacts(ticket: Ticket, me: Pick<Me, 'id'>, q: string): RowFact[] {
  const { staff, status, priority } = ticket
  const isOver = status === 'resolved' || status === 'closed'
  const isOneStatus = /(^|\s)(status:\w+|is:snoozed)\b/.test(q) && !staff?.snoozedUntil
  const facts: [RowFact, boolean][] = [
    ['priority', priority !== 'normal'],
    ['held', (staff?.heldCount ?? 0) > 0],
    ['spam', Boolean(staff?.spamReason)],
    ['status', (isOver || Boolean(staff?.snoozedUntil)) && !isOneStatus],
    ['unassigned', staff?.assignee === null && !isOver && !/\bassignee:none\b/.test(q)],
    ['assignee', Boolean(staff?.assignee && staff.assignee.id !== me.id)],
  ]
  return facts.flatMap(([fact, isUnusual]) => (isUnusual ? [fact] : []))
}
