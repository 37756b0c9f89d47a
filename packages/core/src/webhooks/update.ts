import { DeskError } from '@gotrs/contract/errors'
import type { UpdateWebhookInput, Webhook } from '@gotrs/contract/webhooks'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readWebhook } from './queries.ts'
import { saveWebhook } from './save.ts'

/** Changes the fields that are given; the others stay. @throws DeskError `not_found`, `invalid_input` */
export async function updateWebhook(
  uow: UnitOfWork,
  { webhookId, ...part }: UpdateWebhookInput,
): Promise<Webhook & { secret: string | null }> {
  requireGrant(uow, 'webhook.manage')
  const [locked] = await uow.db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(eq(webhooks.id, webhookId))
    .for('update')
  if (!locked) throw new DeskError('not_found', { noun: 'webhook' })
  const { name, url, eventTypes } = await readWebhook(uow, webhookId)
  const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
  return saveWebhook(uow, { name, url, eventTypes, ...given, webhookId })
}
