import { z } from 'zod'
import { id } from './ids.ts'

/** A stack of tickets that a group of agents works through. */
export const queue = z.object({ id, name: z.string(), memberIds: z.array(id) })
export type Queue = z.infer<typeof queue>
