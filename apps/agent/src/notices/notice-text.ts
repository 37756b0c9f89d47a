import { fixedViews } from '@gotrs/contract/fixed-views'
import type { Notice } from '@gotrs/contract/notifications'
import { type ListParams, ticketPath } from '../list/list-params.ts'

type Shown = Pick<Notice, 'kind' | 'actorName'>

/** What happened, in words; never what somebody wrote. */
export function noticeText({ kind, actorName }: Shown): string {
  const who = actorName ?? 'GOTRS'
  switch (kind) {
    case 'assigned':
      return `${who} assigned it to you`
    case 'mentioned':
      return `${who} mentioned you`
    case 'message':
      return `${who} wrote`
    case 'note':
      return `${who} added a note`
    case 'undelivered':
      return 'A reply was not delivered'
  }
}

/** Where it is: at its message, beside the list on the screen; from elsewhere beside all open tickets. */
export function noticeLink({ ticketNumber, messageId }: Pick<Notice, 'ticketNumber' | 'messageId'>, list: ListParams) {
  const around = list.q ? list : { ...list, q: fixedViews.open.q }
  return ticketPath(ticketNumber, around, messageId ? { messageId } : undefined)
}
