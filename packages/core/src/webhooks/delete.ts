import { DeskError } from '@gotrs/contract/errors'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Deletes a webhook and its log. @throws DeskError `not_found` */
export async function deleteWebhook(uow: UnitOfWork, webhookId: string): Promise<void> {
  requireGrant(uow, 'webhook.manage')
  const deleted = await uow.db.delete(webhooks).where(eq(webhooks.id, webhookId))
  if (!deleted.rowCount) throw new DeskError('not_found', { noun: 'webhook' })
  uow.emit('webhook.deleted', { webhookId })
}
