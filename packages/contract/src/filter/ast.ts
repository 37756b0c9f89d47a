import { z } from 'zod'
import { ticketPriority, ticketStatus } from '../tickets.ts'

const who = z.string().min(1).max(254)
const words = z.string().min(1).max(200)

/**
 * One condition on a ticket. Words compare without case. A person (`assignee`, `customer`) is `me`, `none`, an id, or a
 * part of the name or address. A queue is its id or whole name. An age is in seconds, counted back from now. `held`:
 * mail waits in the ticket for a decision.
 */
export const condition = z.discriminatedUnion('field', [
  z.object({ field: z.literal('status'), in: z.array(ticketStatus).min(1).max(4) }).strict(),
  z.object({ field: z.literal('priority'), in: z.array(ticketPriority).min(1).max(4) }).strict(),
  z.object({ field: z.literal('assignee'), is: who }).strict(),
  z.object({ field: z.literal('customer'), is: who }).strict(),
  z.object({ field: z.literal('organisation'), is: words }).strict(),
  z.object({ field: z.literal('queue'), is: words }).strict(),
  z.object({ field: z.literal('tag'), is: words }).strict(),
  z.object({ field: z.literal('number'), is: z.number().int().positive().max(2_147_483_647) }).strict(),
  z.object({ field: z.literal('text'), contains: words }).strict(),
  z.object({ field: z.literal('created'), olderThan: age() }).strict(),
  z.object({ field: z.literal('createdWithin'), seconds: age() }).strict(),
  z.object({ field: z.literal('waiting'), longerThan: age() }).strict(),
  z.object({ field: z.literal('held') }).strict(),
])
export type Condition = z.infer<typeof condition>

export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: Filter }

/** The filter AST: shared by views, search, triggers and SLA; compiled to SQL and evaluated in memory by one definition. */
export const filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    condition,
    z.object({ and: z.array(filter).max(50) }).strict(),
    z.object({ or: z.array(filter).max(50) }).strict(),
    z.object({ not: filter }).strict(),
  ]),
)

function age() {
  return z.number().int().positive().max(3_155_760_000)
}
