import { DeskError } from '@gotrs/contract/errors'
import type { NotificationSettings } from '@gotrs/contract/notifications'
import { grantOf } from '@gotrs/contract/permissions'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'

/** What the one who asks wants to be mailed about. @throws DeskError `forbidden` */
export async function readNotifications(reader: Reader): Promise<NotificationSettings> {
  const { id } = requireOwner(reader)
  const [found] = await reader.db.select({ isMailed: users.isMailed }).from(users).where(eq(users.id, id))
  return { isMailed: found?.isMailed ?? false }
}

/** @throws DeskError `forbidden` */
export async function saveNotifications(uow: UnitOfWork, { isMailed }: NotificationSettings): Promise<void> {
  const { id } = requireOwner(uow)
  const known = await readNotifications(uow)
  if (known.isMailed === isMailed) return
  await uow.db.update(users).set({ isMailed }).where(eq(users.id, id))
  uow.emit('user.notificationsSet', { userId: id, isMailed })
}

function requireOwner({ actor }: Reader): UserActor {
  if (actor.kind === 'user' && grantOf(actor.role, 'notification.manage') !== 'none') return actor
  throw new DeskError('forbidden', { action: 'notification.manage' })
}
