import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { and, eq } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { verifyPassword } from './passwords.ts'

/** Verifies the password of a person who is logged in. @returns its hash @throws DeskError `wrong_credentials` */
export async function confirmPassword(kernel: Pick<Kernel, 'db'>, actor: UserActor, password: string): Promise<string> {
  const [account] = await kernel.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, actor.id), eq(users.isActive, true)))
  const passwordHash = account?.passwordHash ?? null
  const isRight = await verifyPassword(passwordHash, password)
  if (!isRight || passwordHash === null) throw new DeskError('wrong_credentials')
  return passwordHash
}
