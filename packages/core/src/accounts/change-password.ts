import type { ChangePasswordInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { RunOptions } from '../kernel/run-unit-of-work.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { type Client, type LoggedIn, openSession } from './open-session.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { AccountsKernel } from './sessions.ts'
import { setPassword } from './set-password.ts'

/**
 * Ends every login of the person, and with `endTokens` revokes every personal API token; the browser of `client` gets a
 * new session instead of its old one.
 * A call that is repeated under its key changes nothing and opens no session. @returns null when no session was opened
 * @throws DeskError `wrong_credentials`, `password_too_common`
 */
export async function changePassword(
  kernel: AccountsKernel,
  actor: UserActor,
  { currentPassword, password, endTokens, client }: ChangePasswordInput & { client: Client | null },
  options: RunOptions = {},
): Promise<LoggedIn | null> {
  const [account] = await kernel.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, actor.id))
  const previousHash = account?.passwordHash ?? null
  const isRight = await verifyPassword(previousHash, currentPassword)
  if (isRight) requireUncommonPassword(password, actor)
  const passwordHash = isRight ? await hashPassword(password) : null
  let isDoneNow = false
  // A call that is repeated brings the password of before: it is refused in here, where its first answer is known.
  const work = async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.changePassword')
    const how = { previousHash, isEmailProven: false, endTokens }
    const isSet = passwordHash !== null && (await setPassword(uow, actor.id, passwordHash, how))
    if (!isSet) throw new DeskError('wrong_credentials')
    isDoneNow = true
  }
  await kernel.run(actor, work, options)
  if (!isDoneNow) return null
  await kernel.sessions.closeAll(actor.id)
  return client && openSession(kernel, actor.id, client)
}
