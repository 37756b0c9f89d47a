import { DeskError } from '@gotrs/contract/errors'
import { type SaveWebhookInput, saveWebhookInput, type Webhook } from '@gotrs/contract/webhooks'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { type Column, eq, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readWebhook } from './queries.ts'
import { newSecret, secretPurpose } from './secret.ts'

const maxWebhooks = 50

/** Makes a webhook, with its secret in this answer and no other, or changes one. @throws DeskError `not_found`, `invalid_input` */
export async function saveWebhook(
  uow: UnitOfWork,
  given: SaveWebhookInput,
): Promise<Webhook & { secret: string | null }> {
  requireGrant(uow, 'webhook.manage')
  const { webhookId, ...input } = saveWebhookInput.parse(given)
  refuseUnfit(input.url)
  const values = { ...input, eventTypes: [...new Set(input.eventTypes)] }
  const secret = webhookId === undefined ? newSecret() : null
  const id = webhookId ?? uow.newId()
  if (secret === null) await change(uow, id, values)
  else await make(uow, id, values, secret)
  uow.emit('webhook.saved', { webhookId: id })
  return { ...(await readWebhook(uow, id)), secret }
}

type Values = { name: string; url: string; eventTypes: string[]; isActive?: boolean | undefined }

async function make(uow: UnitOfWork, id: string, values: Values, secret: string): Promise<void> {
  await uow.db.execute(sql`select pg_advisory_xact_lock(hashtext('gotrs:webhooks'))`)
  if ((await uow.db.$count(webhooks)) >= maxWebhooks) {
    const message = `the desk has ${maxWebhooks} webhooks, the maximum. Delete one first`
    throw new DeskError('invalid_input', { issues: [{ path: 'name', message }] })
  }
  const createdById = uow.actor.kind === 'user' ? uow.actor.id : null
  const sealed = uow.vault.seal(secretPurpose(id), secret)
  await uow.db.insert(webhooks).values({ ...values, id, secret: sealed, createdById, createdAt: uow.now })
}

async function change(uow: UnitOfWork, id: string, values: Values): Promise<void> {
  // One that is switched on, or sent elsewhere, begins anew.
  const afresh = values.isActive
    ? { failingSince: null, lastFailedAt: null, switchedOffAt: null, switchedOffReason: null }
    : {
        lastFailedAt: ifSentTo(values.url, webhooks.lastFailedAt),
        failingSince: ifSentTo(values.url, webhooks.failingSince),
      }
  const changed = await uow.db
    .update(webhooks)
    .set({ ...values, ...afresh })
    .where(eq(webhooks.id, id))
  if (!changed.rowCount) throw new DeskError('not_found', { noun: 'webhook' })
}

const ifSentTo = (url: string, column: Column) => sql`case when ${webhooks.url} = ${url} then ${column} end`

/** What is shown has to be what is called: the parser of addresses rewrites control characters. */
function refuseUnfit(url: string): void {
  const { username, password } = new URL(url)
  const isWhole = !/\p{Cc}/u.test(url)
  if (isWhole && !username && !password) return
  const message = isWhole
    ? 'must not contain a user name or password: it is visible to admins. Verify the signature instead'
    : 'must be one line without control characters'
  throw new DeskError('invalid_input', { issues: [{ path: 'url', message }] })
}
