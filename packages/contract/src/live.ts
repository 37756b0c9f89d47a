import { z } from 'zod'
import { eventType } from './events.ts'
import { id } from './ids.ts'
import { shape } from './shape.ts'

/**
 * `draft.changed`: a draft of your own, which is no event and has no id. Its ticket is null for the draft of a new ticket.
 */
const liveHintType = z.union([eventType, z.literal('draft.changed')])

/** A hint that something changed. The client invalidates queries, it never patches them; a lost hint is harmless. */
export const liveHint = shape('LiveHint', {
  type: liveHintType,
  ticketId: id.nullable(),
  eventId: id.nullable(),
})
export type LiveHint = z.infer<typeof liveHint>
