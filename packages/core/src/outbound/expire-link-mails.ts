import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { and, eq, exists, inArray, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm'
import { linkLifetimeMs } from '../accounts/tokens.ts'
import type { ClockTask } from '../kernel/clock.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const perBatch = 100

/** A notification is secret too, but nothing in it expires: it waits for its server as long as any other mail. */
const holdsLink = inArray(outboundMails.purpose, ['verify_email', 'password_reset'])

/** Deletes the text of the mails whose link was used: using one link expires all links of that kind for the person. */
export const deleteUsedLinkMails = reaction({
  name: 'delete_used_link_mails',
  on: ['user.passwordChanged', 'user.registered'],
  async after(uow, { payload: { userId } }) {
    const [user] = await uow.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
    if (!user) return
    const recipient = uow.db
      .select({ address: outboundRecipients.address })
      .from(outboundRecipients)
      .where(and(eq(outboundRecipients.mailId, outboundMails.id), eq(outboundRecipients.address, user.email)))
    await wipe(uow, exists(recipient))
  },
})

/** Deletes the text of mails whose link has expired, sent or not: a waiting mail would contain a link that does not work. */
export const expireLinkMails: ClockTask = {
  name: 'outbound.expireLinkMails',
  cron: '*/10 * * * *',
  batch: uow => wipe(uow, lte(outboundMails.createdAt, new Date(uow.now.getTime() - linkLifetimeMs))),
}

/** Skips mails that are being sent: their sender deletes the text, or the next run does. */
async function wipe(uow: UnitOfWork, which: SQL): Promise<number> {
  const hasContent = or(isNotNull(outboundMails.blobKey), isNotNull(outboundMails.text))
  const rows = await uow.db
    .select({ id: outboundMails.id, blobKey: outboundMails.blobKey })
    .from(outboundMails)
    .where(and(holdsLink, hasContent, isNull(outboundMails.leasedUntil), which))
    .limit(perBatch)
    .for('update', { skipLocked: true })
  for (const { id, blobKey } of rows) {
    await uow.db.update(outboundMails).set({ text: null, blobKey: null }).where(eq(outboundMails.id, id))
    if (blobKey) uow.afterCommit(() => uow.blobs.remove(blobKey))
  }
  return rows.length
}
