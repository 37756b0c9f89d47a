import type { VerifyEmailInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { sql } from 'drizzle-orm'
import { organisationOf } from '../correspondents/find-or-create.ts'
import { deleteClaimsOnOwnAddress } from '../correspondents/take-over-address.ts'
import { systemActor } from '../kernel/actor.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { hashSecret } from '../kernel/vault.ts'
import { type Client, type LoggedIn, openSession } from './open-session.ts'
import { verifyPassword } from './passwords.ts'
import type { AccountsKernel } from './sessions.ts'
import { findToken, type Token, useToken } from './tokens.ts'

const passwordsPerLink = { points: 20, seconds: 60 * 60 }

/**
 * Proves the address of a registration: creates the account, or sets the password of the correspondent who wrote from the
 * address before, who then sees all earlier tickets. Requires the password again: a stranger may have registered the address
 * with their own password, and the owner, who opens the link, must not activate it. After a wrong one the link stays valid.
 * @throws DeskError `invalid_token`, `wrong_credentials`, `too_many_requests`
 */
export async function verifyEmail(
  kernel: AccountsKernel,
  { token, password }: VerifyEmailInput,
  client: Client,
): Promise<LoggedIn> {
  const accounts = systemActor('accounts')
  const asked = await kernel.read(accounts, reader => findToken(reader, 'verify_email', token))
  // The owner of the link could guess the password of the stranger who registered.
  await kernel.limit('verify-password', hashSecret(token), passwordsPerLink)
  const isRight = await verifyPassword(asked.payload?.passwordHash ?? null, password)
  if (!isRight) throw new DeskError('wrong_credentials')
  const userId = await kernel.run(accounts, async uow => {
    const { payload } = await useToken(uow, 'verify_email', token)
    if (!payload) throw new DeskError('invalid_token')
    const id = await confirm(uow, payload)
    uow.emit('user.registered', { userId: id })
    return id
  })
  return openSession(kernel, userId, client)
}

async function confirm(uow: UnitOfWork, { name, email, passwordHash }: NonNullable<Token['payload']>): Promise<string> {
  const proven = { name, passwordHash, emailVerifiedAt: uow.now }
  const newId = uow.newId()
  const organisationId = await organisationOf(uow, email)
  // A person who set a password by another link meanwhile, or was deactivated, keeps that state.
  const [row] = await uow.db
    .insert(users)
    .values({ id: newId, email, role: 'customer', organisationId, createdAt: uow.now, ...proven })
    .onConflictDoUpdate({
      target: users.email,
      set: proven,
      setWhere: sql`${users.passwordHash} is null and ${users.isActive}`,
    })
    .returning({ id: users.id })
  if (!row) throw new DeskError('invalid_token')
  await deleteClaimsOnOwnAddress(uow, row.id)
  if (row.id === newId) uow.emit('user.created', { userId: newId, role: 'customer', queueIds: [] })
  return row.id
}
