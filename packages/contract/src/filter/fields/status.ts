import { type TicketStatus, ticketStatuses } from '../../ticket-status.ts'
import { type TicketPriority, ticketPriorities } from '../../tickets.ts'
import { field } from '../field.ts'
import { readSomeOf, withoutMeaning } from '../read-value.ts'

export const status = field<{ field: 'status'; in: TicketStatus[] }>({
  availableTo: 'everybody',
  words: {
    status: {
      finds: `tickets in one of these: ${ticketStatuses.join(', ')}`,
      example: 'status:new,open',
      values: withoutMeaning(ticketStatuses),
      takesSeveral: true,
      read: (value, word) => ({ field: 'status', in: readSomeOf(ticketStatuses, value, word) }),
    },
  },
  matches: (condition, ticket) => condition.in.includes(ticket.status),
  samples: ['status:new', 'status:resolved,closed'],
})

export const priority = field<{ field: 'priority'; in: TicketPriority[] }>({
  availableTo: 'everybody',
  words: {
    priority: {
      finds: `tickets of one of these: ${ticketPriorities.join(', ')}`,
      example: 'priority:high,urgent',
      values: withoutMeaning(ticketPriorities),
      takesSeveral: true,
      read: (value, word) => ({ field: 'priority', in: readSomeOf(ticketPriorities, value, word) }),
    },
  },
  matches: (condition, ticket) => condition.in.includes(ticket.priority),
  samples: ['priority:high,urgent'],
})
