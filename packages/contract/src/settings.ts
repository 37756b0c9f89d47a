import { z } from 'zod'

/** Settings of the whole desk. `rawMailDays`: how long the bytes of a mail that was filed are kept; null: for good. */
export const deskSettings = z.object({
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
