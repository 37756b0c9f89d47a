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
 * Sets a new password and revokes every login of the person, with `endTokens` also every personal API token. The browser of
 * `client` gets a new session.
 * A call that is repeated with its idempotency key changes nothing and opens no session. @returns null without a session
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
  let isChangedNow = false
  // A repeated call has the previous password. Only `kernel.run` knows the first answer, so the check is in the work.
  const work = async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.changePassword')
    const how = { previousHash, isEmailProven: false, endTokens }
    const isSet = passwordHash !== null && (await setPassword(uow, actor.id, passwordHash, how))
    if (!isSet) throw new DeskError('wrong_credentials')
    isChangedNow = true
  }
  await kernel.run(actor, work, options)
  if (!isChangedNow) return null
  await kernel.sessions.revokeAll(actor.id)
  return client && openSession(kernel, actor.id, client)
}
