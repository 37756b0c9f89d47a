import { z } from 'zod'
import { id, line } from './ids.ts'
import { shape } from './shape.ts'

/** What a customer's mail to a closed ticket does: it starts a linked follow-up, or opens the ticket again. */
export const closedReply = z.enum(['follow_up', 'reopen'])
export type ClosedReply = z.infer<typeof closedReply>

/** A stack of tickets that a group of agents works through. */
export const queue = shape('Queue', { id, name: z.string(), memberIds: z.array(id), closedReply })
export type Queue = z.infer<typeof queue>

/** Members are staff; admins reach every queue without being one. */
export const createQueueInput = z
  .object({
    name: line(60).describe('What it is called; no two may share a name.'),
    memberIds: z.array(id).max(500).default([]).describe('Ids of the staff who work in it; admins reach every queue.'),
  })
  .strict()
export type CreateQueueInput = z.input<typeof createQueueInput>

export const queueRefInput = z.object({ queueId: id }).strict()

/** What is left out stays as it is. */
export const updateQueueInput = z
  .object({
    queueId: id,
    name: line(60).optional().describe('What it is called; no two may share a name.'),
    closedReply: closedReply
      .optional()
      .describe(
        'What a customer’s answer to a closed ticket does: `follow_up` starts a new one, `reopen` opens it again.',
      ),
  })
  .strict()
export type UpdateQueueInput = z.infer<typeof updateQueueInput>
