import type { Channel } from '@gotrs/contract/messages'
import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { Ticket, TicketPriority } from '@gotrs/contract/tickets'

const statuses = {
  new: 'New',
  open: 'Open',
  resolved: 'Resolved',
  closed: 'Closed',
} as const satisfies Record<TicketStatus, string>

const priorities = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
} as const satisfies Record<TicketPriority, string>

const channels = {
  email: 'by mail',
  web: 'on the web',
  api: 'through the API',
  phone: 'by phone',
} as const satisfies Record<Channel, string>

export const statusWord = (status: TicketStatus) => statuses[status]
export const priorityWord = (priority: TicketPriority) => priorities[priority]
/** "1 held mail", "2 held mails". */
export const heldWord = (count: number) => (count === 1 ? '1 held mail' : `${count} held mails`)
export const channelWord = (channel: Channel) => channels[channel]

/** Which filter suspects spam, and what follows; undefined where none does. */
export function spamText({ staff }: Pick<Ticket, 'staff'>): string | undefined {
  if (!staff?.spamReason) return undefined
  return `${staff.spamReason.replace(/\.$/, '')}. GOTRS does not send an acknowledgement. The ticket works like any other.`
}
