import { webhooks } from '@gotrs/db/tables/webhooks'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** As Standard Webhooks 1.0 advises: whoever has not taken anything for so long is told no more. */
const patienceMs = 5 * 24 * 60 * 60_000

/** `gone`: the receiver said so (410). */
type Outcome = 'delivered' | 'failed' | 'gone'

/** Keeps how a webhook fares, and switches it off where there is no point in telling it; what waits is kept. */
export async function noteOutcome(uow: UnitOfWork, webhookId: string, outcome: Outcome): Promise<void> {
  if (outcome === 'gone') return switchOff(uow, webhookId, 'gone')
  if (outcome === 'delivered') {
    const wasFailing = and(eq(webhooks.id, webhookId), isNotNull(webhooks.failingSince))
    await uow.db.update(webhooks).set({ failingSince: null }).where(wasFailing)
    return
  }
  const hasWorked = and(eq(webhooks.id, webhookId), isNull(webhooks.failingSince))
  await uow.db.update(webhooks).set({ failingSince: uow.now }).where(hasWorked)
  const [{ since } = { since: null }] = await uow.db
    .select({ since: webhooks.failingSince })
    .from(webhooks)
    .where(eq(webhooks.id, webhookId))
  if (since && uow.now.getTime() - since.getTime() >= patienceMs) await switchOff(uow, webhookId, 'failing')
}

async function switchOff(uow: UnitOfWork, webhookId: string, reason: 'gone' | 'failing'): Promise<void> {
  const off = await uow.db
    .update(webhooks)
    .set({ isActive: false, switchedOffAt: uow.now, switchedOffReason: reason })
    .where(and(eq(webhooks.id, webhookId), eq(webhooks.isActive, true)))
  if (off.rowCount) uow.emit('webhook.switchedOff', { webhookId, reason })
}
