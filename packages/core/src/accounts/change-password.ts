import type { ChangePasswordInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { type Client, type LoggedIn, openSession } from './open-session.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { AccountsDesk } from './sessions.ts'
import { setPassword } from './set-password.ts'

/** Ends every session of the person and opens a new one for this browser. @throws DeskError `wrong_credentials`, `password_too_common` */
export async function changePassword(
  desk: AccountsDesk,
  actor: UserActor,
  { currentPassword, password }: ChangePasswordInput,
  client: Client,
): Promise<LoggedIn> {
  const [account] = await desk.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, actor.id))
  const previousHash = account?.passwordHash ?? null
  if (!(await verifyPassword(previousHash, currentPassword))) throw new DeskError('wrong_credentials')
  requireUncommonPassword(password, actor)
  const passwordHash = await hashPassword(password)
  await desk.run(actor, async uow => {
    const isSet = await setPassword(uow, actor.id, passwordHash, { previousHash, isEmailProven: false })
    if (!isSet) throw new DeskError('wrong_credentials')
  })
  await desk.sessions.closeAll(actor.id)
  return openSession(desk, actor.id, client)
}
