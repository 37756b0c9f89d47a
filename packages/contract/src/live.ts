import { z } from 'zod'
import { eventTypes } from './events.ts'
import { id } from './ids.ts'
import { shape } from './shape.ts'

/** `draft.changed`: a draft of your own, which is no event and has no id. Its ticket is null for the draft of a new ticket. */
export const liveHintTypes = [...eventTypes, 'draft.changed'] as const

/** A hint that something changed. The client invalidates queries, it never patches them; a lost hint is harmless. */
export const liveHint = shape('LiveHint', {
  type: z.enum(liveHintTypes),
  ticketId: id.nullable(),
  eventId: id.nullable(),
})
export type LiveHint = z.infer<typeof liveHint>
