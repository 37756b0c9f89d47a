import type { LoginInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { and, eq } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Client, type LoggedIn, openSession } from './open-session.ts'
import { verifyPassword } from './passwords.ts'
import type { AccountsKernel } from './sessions.ts'

/**
 * Opens a session with address and password. An unknown address, a wrong password, an account without a password and an
 * inactive one have the same answer after the same time.
 * @throws DeskError `wrong_credentials`
 */
export async function login(kernel: AccountsKernel, input: LoginInput, client: Client): Promise<LoggedIn> {
  const account = await requirePassword(kernel, input)
  const loggedIn = await openSession(kernel, account.id, client)
  await requireUnchanged(kernel, account, loggedIn.sessionId)
  await kernel.run(systemActor('accounts'), async uow => {
    uow.emit('user.loggedIn', { userId: account.id })
  })
  return loggedIn
}

/** The account of an address and its password. @throws DeskError `wrong_credentials`, always after the same time */
export async function requirePassword(
  kernel: Pick<Kernel, 'db'>,
  { email, password }: LoginInput,
): Promise<{ id: string; passwordHash: string | null }> {
  const [account] = await kernel.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.email, email), eq(users.isActive, true)))
  const isRight = await verifyPassword(account?.passwordHash ?? null, password)
  if (!account || !isRight) throw new DeskError('wrong_credentials')
  return account
}

/** If the password changed during the login, the change revoked all sessions, but could not revoke this one. */
async function requireUnchanged(
  kernel: AccountsKernel,
  { id, passwordHash }: { id: string; passwordHash: string | null },
  sessionId: string,
): Promise<void> {
  const [now] = await kernel.db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id))
  if (now?.passwordHash === passwordHash) return
  await kernel.sessions.revoke(sessionId)
  throw new DeskError('wrong_credentials')
}
