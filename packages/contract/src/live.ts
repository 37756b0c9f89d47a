import type { z } from 'zod'
import { eventType } from './events.ts'
import { id } from './ids.ts'
import { shape } from './shape.ts'

/** A hint that something changed. The client invalidates queries, it never patches them; a lost hint is harmless. */
export const liveHint = shape('LiveHint', { type: eventType, ticketId: id.nullable(), eventId: id })
export type LiveHint = z.infer<typeof liveHint>
