import type { RegisterInput } from '@gotrs/contract/auth'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { rejectOwnAddress } from '../mailboxes/own-addresses.ts'
import { inConstantTime } from './constant-time-response.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { hashPassword } from './passwords.ts'
import { issueToken } from './tokens.ts'

/**
 * Requests an account. The mail to the address says what to do next; the answer does not reveal whether it has an account.
 * Nothing is stored for the address before its owner proves it. @throws DeskError `password_too_common`, `invalid_input`
 */
export async function register(kernel: Kernel, { name, email, password }: RegisterInput): Promise<void> {
  requireUncommonPassword(password, { name, email })
  await rejectOwnAddress(kernel.db, email)
  await inConstantTime(async () => {
    const passwordHash = await hashPassword(password)
    // Services write from such an address. Nobody may register it and then read that mail.
    if (isUnreadAddress(email)) return
    await kernel.run(systemActor('accounts'), async uow => {
      const [known] = await uow.db
        .select({ id: users.id, passwordHash: users.passwordHash, isActive: users.isActive })
        .from(users)
        .where(eq(users.email, email))
      // A correspondent, who has only written mail, has no password yet and may register.
      const hasAccount = known && (known.passwordHash !== null || !known.isActive)
      if (hasAccount) uow.emit('user.registrationRepeated', { userId: known.id })
      else {
        const tokenId = await issueToken(uow, 'verify_email', { payload: { name, email, passwordHash } })
        uow.emit('user.registrationRequested', { tokenId })
      }
    })
  })
}
