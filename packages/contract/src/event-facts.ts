import { z } from 'zod'
import { id, isoTime } from './ids.ts'
import { channel } from './messages.ts'
import { ticketStatus } from './ticket-status.ts'

export const priority = z.enum(['low', 'normal', 'high', 'urgent'])
export const message = z.object({ messageId: id, channel })
export const mail = z.object({ mailId: id, messageId: id.nullable() })
export const view = z.object({ viewId: id, isShared: z.boolean() })

/**
 * What a payload may be built from. Events are never changed and outlive what they are about, so they hold no text that a
 * person wrote and nothing that names a person: no free string compiles here. Text is read where its id leads.
 */
type Word = z.ZodEnum | z.ZodLiteral
type Fact = z.ZodUUID | z.ZodNumber | z.ZodBoolean | z.ZodISODateTime | Word
export type Payload = z.ZodObject<
  Record<string, Fact | z.ZodNullable<Fact> | z.ZodOptional<Fact | z.ZodNullable<Fact>> | z.ZodArray<Fact>>
>

/** What the ticket had before a change of the status, so that it can be undone. Customers see the status alone: `staffFacts`. */
export const statusBefore = {
  previousStatus: ticketStatus,
  previousWaitingSince: isoTime.nullable().optional(),
  previousSnoozedUntil: isoTime.nullable().optional(),
  previousResolvedAt: isoTime.nullable().optional(),
  previousClosedAt: isoTime.nullable().optional(),
}

/** Facts of an event that its customer may know of, which only staff may see. */
export const staffFacts = [
  'previousWaitingSince',
  'previousSnoozedUntil',
  'previousResolvedAt',
  'previousClosedAt',
] as const satisfies readonly (keyof typeof statusBefore)[]

/** A whole number: of tickets, and of things counted. */
export const count = z.number().int()
