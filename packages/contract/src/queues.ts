import { z } from 'zod'
import { id, line } from './ids.ts'

/** A stack of tickets that a group of agents works through. */
export const queue = z.object({ id, name: z.string(), memberIds: z.array(id) })
export type Queue = z.infer<typeof queue>

/** Members are staff; admins reach every queue without being one. */
export const createQueueInput = z.object({ name: line(60), memberIds: z.array(id).max(500).default([]) }).strict()
export type CreateQueueInput = z.input<typeof createQueueInput>
