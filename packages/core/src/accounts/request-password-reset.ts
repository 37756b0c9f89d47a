import { users } from '@gotrs/db/tables/people'
import { and, eq } from 'drizzle-orm'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { inConstantTime } from './constant-time-response.ts'
import { issueToken } from './tokens.ts'

/**
 * Mails a link to set a password, if the address has an account: also to a correspondent without a password. The answer is
 * always the same. Sends no link to an address that nobody reads, because a service wrote from it, or to an address of the
 * desk itself.
 */
export async function requestPasswordReset(kernel: Kernel, { email }: { email: string }): Promise<void> {
  const isUnread = isUnreadAddress(email)
  await inConstantTime(() =>
    kernel.run(systemActor('accounts'), async uow => {
      const [known] = await uow.db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.email, email), eq(users.isActive, true)))
      if (!known || isUnread || isOwnAddress(await ownAddresses(uow.db), email)) return
      const tokenId = await issueToken(uow, 'reset_password', { userId: known.id })
      uow.emit('user.passwordResetRequested', { tokenId })
    }),
  )
}
