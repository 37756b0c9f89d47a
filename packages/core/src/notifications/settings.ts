import type { NotificationSettings } from '@gotrs/contract/notifications'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'

/** The kinds of news that the actor also wants by mail. @throws DeskError `forbidden` */
export async function readNotifications(reader: Reader): Promise<NotificationSettings> {
  const { id } = requirePerson(reader, 'notification.manage')
  const [found] = await reader.db.select({ mailedKinds: users.mailedKinds }).from(users).where(eq(users.id, id))
  return { mailedKinds: (found?.mailedKinds ?? []).toSorted() }
}

/** @throws DeskError `forbidden` */
export async function updateNotifications(uow: UnitOfWork, input: NotificationSettings): Promise<NotificationSettings> {
  const { id } = requirePerson(uow, 'notification.manage')
  const mailedKinds = [...new Set(input.mailedKinds)].toSorted()
  const known = await readNotifications(uow)
  if (known.mailedKinds.join() === mailedKinds.join()) return known
  await uow.db.update(users).set({ mailedKinds }).where(eq(users.id, id))
  uow.emit('user.notificationsSet', { userId: id, mailedKinds })
  return { mailedKinds }
}
