import { z } from 'zod'
import { eventType } from './events.ts'
import { id } from './ids.ts'
import { shape } from './shape.ts'

/**
 * Three are no events, and have no id. `draft.changed`: a draft of your own; its ticket is null for the draft of a new
 * ticket. `notice.changed`: you have read notices. `presence.changed`: who views the ticket, or writes in it.
 */
const liveHintType = z.union([eventType, z.enum(['draft.changed', 'notice.changed', 'presence.changed'])])

/** A hint that something changed. The client invalidates queries, it never patches them; a lost hint is harmless. */
export const liveHint = shape('LiveHint', {
  type: liveHintType,
  ticketId: id.nullable(),
  eventId: id.nullable(),
})
export type LiveHint = z.infer<typeof liveHint>
