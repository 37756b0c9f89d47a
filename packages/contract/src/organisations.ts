import { z } from 'zod'
import { id } from './ids.ts'

/** A business that customers belong to. With `isShared` its people see each other's tickets. */
export const organisation = z.object({ id, name: z.string(), domains: z.array(z.string()), isShared: z.boolean() })
export const organisationRefInput = z.object({ organisationId: id }).strict()
export type Organisation = z.infer<typeof organisation>
