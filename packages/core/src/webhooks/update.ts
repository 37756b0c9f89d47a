import { DeskError } from '@gotrs/contract/errors'
import type { UpdateWebhookInput, Webhook } from '@gotrs/contract/webhooks'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { type Column, eq, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { webhookFields } from './fields.ts'
import { readWebhook } from './queries.ts'

/** Changes the fields that are given; the others stay. @throws DeskError `not_found`, `invalid_input` */
export async function updateWebhook(
  uow: UnitOfWork,
  { webhookId, ...part }: UpdateWebhookInput,
): Promise<Webhook & { secret: null }> {
  requireGrant(uow, 'webhook.manage')
  const [locked] = await uow.db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(eq(webhooks.id, webhookId))
    .for('update')
  if (!locked) throw new DeskError('not_found', { noun: 'webhook' })
  const { name, url, eventTypes } = await readWebhook(uow, webhookId)
  const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
  const fields = webhookFields({ name, url, eventTypes, ...given })
  await uow.db
    .update(webhooks)
    .set({ ...fields, ...failuresAfter(fields) })
    .where(eq(webhooks.id, webhookId))
  uow.emit('webhook.updated', { webhookId })
  return { ...(await readWebhook(uow, webhookId)), secret: null }
}

/** A webhook that is switched on, or has a new address, starts without earlier failures. */
const failuresAfter = ({ isActive, url }: { isActive?: boolean | undefined; url: string }) =>
  isActive
    ? { failingSince: null, lastFailedAt: null, switchedOffAt: null, switchedOffReason: null }
    : {
        lastFailedAt: ifSentTo(url, webhooks.lastFailedAt),
        failingSince: ifSentTo(url, webhooks.failingSince),
      }

const ifSentTo = (url: string, column: Column) => sql`case when ${webhooks.url} = ${url} then ${column} end`
