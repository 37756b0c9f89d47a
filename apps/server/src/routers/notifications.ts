import { notificationSettings, updateNotificationsInput } from '@gotrs/contract/notifications'
import { readNotifications, updateNotifications } from '@gotrs/core/notifications/settings'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const notificationsRouter = router({
  /** What the caller wants to be mailed about. */
  get: allowed('notification.manage', rest.get('/api/auth/notifications', 'Read your notification settings'))
    .output(notificationSettings)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readNotifications)),

  update: allowed('notification.manage', rest.update('/api/auth/notifications', 'Change your notification settings'))
    .input(updateNotificationsInput)
    .output(notificationSettings)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => updateNotifications(uow, input))
      return input
    }),
})
