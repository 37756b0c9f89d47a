import {
  listNoticesInput,
  markNoticesReadInput,
  noticePage,
  notificationSettings,
  updateNotificationsInput,
} from '@gotrs/contract/notifications'
import { listNotices } from '@gotrs/core/notifications/list-notices'
import { markNoticesRead } from '@gotrs/core/notifications/read-notices'
import { readNotifications, updateNotifications } from '@gotrs/core/notifications/settings'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const notificationsRouter = router({
  /** What the caller wants to be mailed about. */
  get: allowed('notification.manage', rest.get('/api/auth/notifications', 'Read your notification settings'))
    .output(notificationSettings)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, readNotifications)),

  update: allowed('notification.manage', rest.update('/api/auth/notifications', 'Change your notification settings'))
    .input(updateNotificationsInput)
    .output(notificationSettings)
    .mutation(({ ctx, input }) => ctx.run(uow => updateNotifications(uow, input))),

  /** What happened in tickets of the caller, and in those that they follow. */
  list: allowed(
    'notice.read',
    rest.get('/api/notices', 'List your notices', {
      operationId: 'listNotices',
      description:
        'News about your tickets and those that you follow, newest first: an assignment, a mention, a message, a note, a reply that could not be delivered. Kept for 30 days.',
      errors: ['invalid_cursor'],
    }),
  )
    .input(listNoticesInput)
    .output(noticePage)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => listNotices(reader, input))),

  markRead: allowed(
    'notice.read',
    rest.put('/api/notices/read', 'Mark notices as read', { operationId: 'markNoticesRead' }),
  )
    .input(markNoticesReadInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => markNoticesRead(uow, input))
      return isDone
    }),
})
