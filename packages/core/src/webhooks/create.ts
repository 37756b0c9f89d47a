import { DeskError } from '@gotrs/contract/errors'
import type { CreateWebhookInput, Webhook } from '@gotrs/contract/webhooks'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { webhookFields } from './fields.ts'
import { readWebhook } from './queries.ts'
import { newSecret, secretPurpose } from './secret.ts'

const maxWebhooks = 50

/** Only this answer contains the secret. @throws DeskError `invalid_input` */
export async function createWebhook(uow: UnitOfWork, input: CreateWebhookInput): Promise<Webhook & { secret: string }> {
  requireGrant(uow, 'webhook.manage')
  const fields = webhookFields(input)
  await rejectTooMany(uow)
  const id = uow.newId()
  const secret = newSecret()
  const sealed = uow.vault.seal(secretPurpose(id), secret)
  const createdById = uow.actor.kind === 'user' ? uow.actor.id : null
  await uow.db.insert(webhooks).values({ ...fields, id, secret: sealed, createdById, createdAt: uow.now })
  uow.emit('webhook.created', { webhookId: id })
  return { ...(await readWebhook(uow, id)), secret }
}

async function rejectTooMany(uow: UnitOfWork): Promise<void> {
  await uow.db.execute(sql`select pg_advisory_xact_lock(hashtext('gotrs:webhooks'))`)
  if ((await uow.db.$count(webhooks)) < maxWebhooks) return
  const message = `the desk has ${maxWebhooks} webhooks, the maximum. Delete one first`
  throw new DeskError('invalid_input', { issues: [{ path: 'name', message }] })
}
