import { z } from 'zod'
import { shape } from './shape.ts'

/** Settings of the whole desk. `rawMailDays`: how long the bytes of a mail that was filed are kept; null: for good. */
export const deskSettings = shape('DeskSettings', {
  rawMailDays: z
    .number()
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .describe('How many days the bytes of a mail that was filed are kept; null: for good.'),
})
export type DeskSettings = z.infer<typeof deskSettings>
export const updateSettingsInput = deskSettings.strict()
