import type { ForwardAddress } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { agentTokenExpiry, signForwardAddress } from '@gotrs/mail/reply-address'
import { asc, eq } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { requireGrant } from '../kernel/require-grant.ts'

/** The staff member's own address at each mailbox that is in use, by name; at most 200. */
export async function listForwardAddresses({ db, vault, now }: Kernel, actor: UserActor): Promise<ForwardAddress[]> {
  requireGrant({ actor }, 'mailbox.forward')
  const rows = await db
    .select({ id: mailboxes.id, name: mailboxes.name, address: mailboxes.address })
    .from(mailboxes)
    .where(eq(mailboxes.isActive, true))
    .orderBy(asc(mailboxes.name))
    .limit(200)
  const issuedAt = now()
  return rows.map(({ id, name, address }) => ({
    mailbox: { id, name },
    address: signForwardAddress({
      mailboxAddress: address,
      agentId: actor.id,
      secret: vault.replyKey,
      issuedAt,
    }),
    expiresAt: agentTokenExpiry(issuedAt).toISOString(),
  }))
}
