import { z } from 'zod'
import { id, ticketRef } from './ids.ts'
import { staffMember } from './people.ts'
import { shape } from './shape.ts'

/** How long a report counts; the apps report every `heartbeat` while the ticket is on the screen. */
export const presenceSeconds = { heartbeat: 20, expiry: 45, writing: 15 } as const

const states = ['viewing', 'writing'] as const
export const presenceState = z.enum(states).meta({ id: 'PresenceState' })

/** `gone`: you left the ticket. Without it you are gone 45 seconds after your last report. */
export const reportPresenceInput = z
  .object({
    ticketId: ticketRef,
    state: z
      .enum([...states, 'gone'])
      .describe('Report `viewing` or `writing` again every 20 seconds; `gone` when you leave.'),
  })
  .strict()
export type ReportPresenceInput = z.infer<typeof reportPresenceInput>

/** A member of staff who has a ticket open now. `endsInMs`: unless they report again, they are gone then. */
export const presence = shape('Presence', {
  ticketId: id,
  person: staffMember,
  state: presenceState,
  endsInMs: z.number().int(),
})
export type Presence = z.infer<typeof presence>

/** At most 500, those who reported last. */
export const presenceList = z.array(presence)
