import type { Notice } from '@gotrs/contract/notifications'

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

/** Where it is: at its message. */
export const noticeLink = ({ ticketNumber, messageId }: Pick<Notice, 'ticketNumber' | 'messageId'>): string =>
  `/tickets/${ticketNumber}${messageId ? `#message-${messageId}` : ''}`
