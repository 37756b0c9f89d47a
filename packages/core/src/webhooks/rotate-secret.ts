import { DeskError } from '@gotrs/contract/errors'
import type { rotateSecretInput, Webhook } from '@gotrs/contract/webhooks'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { eq, lt } from 'drizzle-orm'
import type { z } from 'zod'
import type { ClockTask } from '../kernel/clock.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readWebhook } from './queries.ts'
import { newSecret, secretPurpose } from './secret.ts'

const hourMs = 60 * 60_000
const noOldSecret = { oldSecret: null, oldSecretUntil: null }

/**
 * Gives a webhook a new secret. The old one signs as well for `overlapHours`, so that the receiver can change over without
 * a delivery that it must reject; a secret older than that no longer signs. @throws DeskError `not_found`
 */
export async function rotateWebhookSecret(
  uow: UnitOfWork,
  { webhookId, overlapHours }: z.output<typeof rotateSecretInput>,
): Promise<Webhook & { secret: string }> {
  requireGrant(uow, 'webhook.manage')
  const secret = newSecret()
  const until = new Date(uow.now.getTime() + overlapHours * hourMs)
  const old = overlapHours > 0 ? { oldSecret: webhooks.secret, oldSecretUntil: until } : noOldSecret
  const changed = await uow.db
    .update(webhooks)
    .set({ ...old, secret: uow.vault.seal(secretPurpose(webhookId), secret) })
    .where(eq(webhooks.id, webhookId))
  if (!changed.rowCount) throw new DeskError('not_found', { noun: 'webhook' })
  uow.emit('webhook.secretRotated', { webhookId, overlapHours })
  return { ...(await readWebhook(uow, webhookId)), secret }
}

/** Ends the overlap early: from the next try on the current secret alone signs. @throws DeskError `not_found` */
export async function revokeOldSecret(uow: UnitOfWork, webhookId: string): Promise<Webhook> {
  requireGrant(uow, 'webhook.manage')
  const { oldSecretUntil } = await readWebhook(uow, webhookId)
  await uow.db.update(webhooks).set(noOldSecret).where(eq(webhooks.id, webhookId))
  if (oldSecretUntil) uow.emit('webhook.oldSecretRevoked', { webhookId })
  return readWebhook(uow, webhookId)
}

/** A secret that no longer signs is not kept. */
export const expireOldSecrets: ClockTask = {
  name: 'webhooks.expireOldSecrets',
  cron: '43 * * * *',
  async batch({ db, now }) {
    const expired = await db.update(webhooks).set(noOldSecret).where(lt(webhooks.oldSecretUntil, now))
    return expired.rowCount ?? 0
  },
}
