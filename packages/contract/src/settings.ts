import { z } from 'zod'
import { shape } from './shape.ts'

/** Settings of the whole desk. */
export const deskSettings = shape('DeskSettings', {
  rawMailDays: z
    .number()
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .describe('How many days the bytes of a mail that was filed are kept; null: for good.'),
  assignsOnReply: z
    .boolean()
    .describe('An agent who answers a ticket that is assigned to nobody becomes its assignee. Default: true.'),
})
export type DeskSettings = z.infer<typeof deskSettings>
/** What is left out stays. */
export const updateSettingsInput = deskSettings.partial().strict()
export type UpdateSettingsInput = z.infer<typeof updateSettingsInput>
