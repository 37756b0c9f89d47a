import type { Me } from '@gotrs/contract/auth'
import { tokenise } from '@gotrs/contract/filter/tokens'
import type { Ticket } from '@gotrs/contract/tickets'

/** What a row says beside name, subject and time: only what is unusual in a list of open tickets. */
export type RowFact = 'priority' | 'held' | 'spam' | 'status' | 'unassigned' | 'assignee'

/** `q`: what every row of the list has in common is not said on each of them. */
export function rowFacts(ticket: Ticket, me: Pick<Me, 'id'>, q: string): RowFact[] {
  const { staff, status, priority } = ticket
  const isOver = status === 'resolved' || status === 'closed'
  const common = commonConditions(q)
  const isOneStatus = common.some(it => it.startsWith('status:') || it === 'is:snoozed') && !staff?.snoozedUntil
  const facts: [RowFact, boolean][] = [
    ['priority', priority !== 'normal'],
    ['held', (staff?.heldCount ?? 0) > 0],
    ['spam', Boolean(staff?.spamReason)],
    ['status', (isOver || Boolean(staff?.snoozedUntil)) && !isOneStatus],
    ['unassigned', staff?.assignee === null && !isOver && !common.includes('assignee:none')],
    ['assignee', Boolean(staff?.assignee && staff.assignee.id !== me.id)],
  ]
  return facts.flatMap(([fact, isUnusual]) => (isUnusual ? [fact] : []))
}

/** What the filter says of every row, as `field:value`; nothing where it has alternatives. */
function commonConditions(q: string): string[] {
  const tokens = tokenise(q)
  if (tokens.some(({ kind }) => kind === 'or')) return []
  return tokens.flatMap((token, at) =>
    token.kind === 'term' && token.field !== null && tokens[at - 1]?.kind !== 'minus' && !token.value.includes(',')
      ? [`${token.field}:${token.value.toLowerCase()}`]
      : [],
  )
}
