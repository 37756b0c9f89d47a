import { z } from 'zod'
import { shape } from './shape.ts'

/** `isMailed`: a mail when a ticket of one's own gets a message or a note by somebody else, or becomes one's own. */
export const notificationSettings = shape('NotificationSettings', {
  isMailed: z.boolean().describe('A mail when a ticket of yours gets a message by somebody else, or becomes yours.'),
})
export type NotificationSettings = z.infer<typeof notificationSettings>
export const updateNotificationsInput = notificationSettings.strict()
