import type { ResetPasswordInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { type Client, type LoggedIn, openSession } from './open-session.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { hashPassword } from './passwords.ts'
import type { AccountsKernel } from './sessions.ts'
import { setPassword } from './set-password.ts'
import { findToken, useToken } from './tokens.ts'

/**
 * Sets a password with the link of a mail, which also proves the address. Revokes all sessions, logins and API tokens, and
 * opens a new session. After a rejected password the link can be used again. @throws DeskError `invalid_token`, `password_too_common`
 */
export async function resetPassword(
  kernel: AccountsKernel,
  { token, password }: ResetPasswordInput,
  client: Client,
): Promise<LoggedIn> {
  const accounts = systemActor('accounts')
  const owner = await kernel.read(accounts, reader => findOwner(reader, token))
  requireUncommonPassword(password, owner)
  const passwordHash = await hashPassword(password)
  await kernel.run(accounts, async uow => {
    await useToken(uow, 'reset_password', token)
    const previousHash = owner.passwordHash
    const isSet = await setPassword(uow, owner.id, passwordHash, { previousHash, isEmailProven: true, endTokens: true })
    if (!isSet) throw new DeskError('invalid_token')
  })
  await kernel.sessions.revokeAll(owner.id)
  return openSession(kernel, owner.id, client)
}

async function findOwner(reader: Reader, token: string) {
  const { userId } = await findToken(reader, 'reset_password', token)
  if (!userId) throw new DeskError('invalid_token')
  const columns = { id: users.id, name: users.name, email: users.email, passwordHash: users.passwordHash }
  const [owner] = await reader.db.select(columns).from(users).where(eq(users.id, userId))
  if (!owner) throw new DeskError('invalid_token')
  return owner
}
