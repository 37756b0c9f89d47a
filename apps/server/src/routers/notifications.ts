import { notificationSettings, saveNotificationsInput } from '@gotrs/contract/notifications'
import { readNotifications, saveNotifications } from '@gotrs/core/notifications/settings'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const notificationsRouter = router({
  /** What the caller wants to be mailed about. */
  get: allowed('notification.manage', rest.get('/api/auth/notifications', 'What you are told of by mail'))
    .output(notificationSettings)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readNotifications)),

  save: allowed('notification.manage')
    .input(saveNotificationsInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => saveNotifications(uow, input))
      return isDone
    }),
})
