import { ticketPriorities, ticketStatuses } from '../tickets.ts'
import type { FilterField } from './parse.ts'

/** What each field of the filter language finds, for people who write it; no field can be left out. */
export const filterWords = {
  status: { finds: `tickets in one of these: ${ticketStatuses.join(', ')}`, example: 'status:new,open' },
  is: {
    finds:
      '`open` (new or open), `done` (resolved or closed), or `held` (with mail that waits for a decision; for staff)',
    example: 'is:open',
  },
  priority: { finds: `tickets of one of these: ${ticketPriorities.join(', ')}`, example: 'priority:high,urgent' },
  assignee: { finds: '`me`, `none`, an id, or a part of the name or address', example: 'assignee:me' },
  from: { finds: 'as `customer`', example: 'from:omar' },
  customer: { finds: '`me`, an id, or a part of the name or address', example: 'customer:omar@acme.example' },
  organisation: { finds: 'a part of the name', example: 'organisation:acme' },
  queue: { finds: 'the id or the whole name', example: 'queue:"Second line"' },
  tag: { finds: 'the whole tag', example: 'tag:vpn' },
  number: { finds: 'the one ticket, as `#1042` does', example: 'number:1042' },
  older: { finds: 'tickets made longer ago than an age (`30m`, `4h`, `7d`, `2w`)', example: 'older:7d' },
  newer: { finds: 'tickets made within an age', example: 'newer:4h' },
  waiting: { finds: 'tickets whose customer has waited longer than an age', example: 'waiting:1d' },
} as const satisfies Record<FilterField, { finds: string; example: string }>
