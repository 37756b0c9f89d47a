import { z } from 'zod'
import { eventType, eventTypes } from './events.ts'
import { id, paging } from './ids.ts'
import { shape } from './shape.ts'
import { webhookPayload } from './webhooks.ts'

export const listEventsInput = z
  .object({
    after: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe(
        '`nextAfter` of the answer before, the id of an event of this list, or `now` for what comes next. Leave it out for all events from the first one.',
      ),
    limit: paging.limit,
    types: z.array(eventType).min(1).max(eventTypes.length).optional().describe('Only events of these types.'),
    ticket: id.optional().describe('Only events of this ticket.'),
  })
  .strict()
export type ListEventsInput = z.output<typeof listEventsInput>

/** `nextAfter` is always there: it is where to go on, at once where `hasMore` is true, else later. */
export const eventList = shape('EventList', {
  items: z.array(webhookPayload),
  nextAfter: z.string(),
  hasMore: z.boolean(),
})
export type EventList = z.infer<typeof eventList>
