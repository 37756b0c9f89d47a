import { z } from 'zod'

export const ticketStatuses = ['new', 'open', 'resolved', 'closed'] as const
export const ticketStatus = z.enum(ticketStatuses).meta({ id: 'TicketStatus' })
export type TicketStatus = z.infer<typeof ticketStatus>
