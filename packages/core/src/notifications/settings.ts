import type { NotificationSettings } from '@gotrs/contract/notifications'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'

/** The notifications by mail that the actor wants. @throws DeskError `forbidden` */
export async function readNotifications(reader: Reader): Promise<NotificationSettings> {
  const { id } = requirePerson(reader, 'notification.manage')
  const [found] = await reader.db.select({ isMailed: users.isMailed }).from(users).where(eq(users.id, id))
  return { isMailed: found?.isMailed ?? false }
}

/** @throws DeskError `forbidden` */
export async function updateNotifications(uow: UnitOfWork, { isMailed }: NotificationSettings): Promise<void> {
  const { id } = requirePerson(uow, 'notification.manage')
  const known = await readNotifications(uow)
  if (known.isMailed === isMailed) return
  await uow.db.update(users).set({ isMailed }).where(eq(users.id, id))
  uow.emit('user.notificationsSet', { userId: id, isMailed })
}
