import { z } from 'zod'
import { id, isoTime } from './ids.ts'
import { shape } from './shape.ts'
import { snoozeTicketInput, tagName, ticketPriority } from './tickets.ts'

/** More tickets are not changed at once. */
export const maxBulk = 10_000
/** How many refusals an answer names. */
export const refusalsShown = 200

/** What is done to each ticket: the verb, and what it needs besides the ticket. */
export const bulkAction = z
  .discriminatedUnion('name', [
    z.object({ name: z.literal('assign'), assigneeId: id.nullable() }).strict(),
    z.object({ name: z.literal('move'), queueId: id }).strict(),
    z.object({ name: z.literal('resolve') }).strict(),
    z.object({ name: z.literal('close') }).strict(),
    z.object({ name: z.literal('reopen') }).strict(),
    z.object({ name: z.literal('setPriority'), priority: ticketPriority }).strict(),
    z.object({ name: z.literal('tag'), tag: tagName }).strict(),
    z.object({ name: z.literal('untag'), tag: tagName }).strict(),
    z.object({ name: z.literal('snooze'), until: snoozeTicketInput.shape.until }).strict(),
  ])
  .describe('The verb, by `name`, with what it needs besides the ticket.')
  .meta({ examples: [{ name: 'tag', tag: 'outage' }] })
export type BulkAction = z.infer<typeof bulkAction>
export type BulkActionName = BulkAction['name']

export const createBulkInput = z
  .object({
    q: z
      .string()
      .max(1000)
      .optional()
      .describe('The filter language: all tickets that it finds now. Either this or `ids`.')
      .meta({ examples: ['is:open tag:outage'] }),
    ids: z.array(id).min(1).max(maxBulk).optional().describe('The tickets. Either this or `q`.'),
    action: bulkAction,
  })
  .strict()
  .refine(({ q, ids }) => (q === undefined) !== (ids === undefined), {
    path: ['ids'],
    message: 'is missing: send either q or ids',
  })
export type CreateBulkInput = z.infer<typeof createBulkInput>

export const bulkRefInput = z.object({ bulkId: id }).strict()

const code = z.string().meta({ examples: ['ticket_closed'] })

/** One action on many tickets: how far it is, and what it could not change. */
export const bulkAct = shape('BulkAct', {
  id,
  /** `undo`: it takes back the bulk act `undoes`. */
  action: z
    .object({ name: z.string() })
    .loose()
    .meta({ examples: [{ name: 'resolve' }] }),
  state: z.enum(['queued', 'running', 'stopped', 'done']),
  total: z.number().int(),
  /** Those that are as asked for: changed now, or before. */
  done: z.number().int(),
  /** Those that could not be changed. */
  failed: z.number().int(),
  undoes: id.nullable(),
  /** The bulk act that takes this one back. */
  undoneBy: id.nullable(),
  createdAt: isoTime,
  finishedAt: isoTime.nullable(),
  /** Why how many could not be changed: codes of the table of errors. */
  reasons: z.array(z.object({ code, count: z.number().int() })),
  /** Which could not be changed, at most 200; the number is null where the caller cannot see the ticket. */
  refused: z.array(z.object({ ticketId: id, number: z.number().int().nullable(), code })),
})
export type BulkAct = z.infer<typeof bulkAct>
