import type { WebhookPayload } from '@gotrs/contract/webhooks'
import packageFile from '@gotrs/core/package.json' with { type: 'json' }
import { webhookDeliveries, webhooks } from '@gotrs/db/tables/webhooks'
import { and, eq } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import { type FetchFailure, guardedFetch } from '../kernel/guarded-fetch.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Claimed } from './claim.ts'
import { recordOutcome } from './record-outcome.ts'
import { secretPurpose, signDelivery } from './secret.ts'

const timeoutMs = 15_000
const maxAnswerBytes = 64 * 1024
const userAgent = `GOTRS/${packageFile.version}`

const minute = 60_000
/** The pauses between the attempts: about a day and a half in all. */
const pauses = [
  10_000,
  minute,
  5 * minute,
  30 * minute,
  2 * 60 * minute,
  5 * 60 * minute,
  10 * 60 * minute,
  18 * 60 * minute,
]

type Target = Pick<typeof webhooks.$inferSelect, 'url' | 'secret' | 'oldSecret' | 'oldSecretUntil'>
type Result = { isDone: boolean; isGone: boolean; status: number | null; words: string }

/** Sends a delivery that the caller has leased, once, and records the result. */
export async function send(kernel: Kernel, delivery: Claimed): Promise<void> {
  const [target] = await kernel.db
    .select({
      url: webhooks.url,
      secret: webhooks.secret,
      oldSecret: webhooks.oldSecret,
      oldSecretUntil: webhooks.oldSecretUntil,
    })
    .from(webhooks)
    .where(eq(webhooks.id, delivery.webhookId))
  if (!target) return
  const result = await post(kernel, delivery, target)
  await record(kernel, delivery, target.url, result)
}

async function post(kernel: Kernel, { id, payload, webhookId }: Claimed, target: Target): Promise<Result> {
  try {
    const body = JSON.stringify(payload)
    const secrets = openSecrets(kernel, webhookId, target)
    const answer = await guardedFetch(kernel.guard, target.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...signDelivery(secrets, id, kernel.now(), body),
      },
      timeoutMs,
      maxBytes: maxAnswerBytes,
      maxRedirects: 0,
      isBodyOptional: true,
    })
    const { status } = answer
    const words = answer.body.toString('utf8').replaceAll('\0', '').slice(0, 500)
    return { isDone: status >= 200 && status < 300, isGone: status === 410, status, words }
  } catch (error) {
    const { code, detail, message } = error as { code?: string } & Partial<FetchFailure> & Error
    const isRefused = code === 'address_not_allowed'
    const words = isRefused
      ? 'The address is inside the private network. The operator can allow it with PRIVATE_HOSTS.'
      : (detail ?? message)
    return { isDone: false, isGone: false, status: null, words: words.replaceAll('\0', '').slice(0, 500) }
  }
}

/** The secrets that sign: the current one first, then the old one until its time is over. */
function openSecrets({ vault, now }: Kernel, webhookId: string, target: Target): string[] {
  const { secret, oldSecret, oldSecretUntil } = target
  const isOverlap = oldSecret && oldSecretUntil && oldSecretUntil > now()
  return [secret, ...(isOverlap ? [oldSecret] : [])].map(sealed => vault.open(secretPurpose(webhookId), sealed))
}

/** A receiver that is gone for good (410) gets no more tries, and a ping has only one. */
async function record(kernel: Kernel, delivery: Claimed, url: string, result: Result): Promise<void> {
  const { id, attempts, webhookId, createdAt } = delivery
  await kernel.run(systemActor('desk'), async uow => {
    const pause = isPing(delivery) ? undefined : pauses[attempts - 1]
    const isOver = result.isDone || result.isGone || pause === undefined
    const status = result.isDone ? ('delivered' as const) : isOver ? ('failed' as const) : ('waiting' as const)
    const written = await uow.db
      .update(webhookDeliveries)
      .set({
        status,
        leasedUntil: null,
        nextAttemptAt: isOver || pause === undefined ? null : new Date(uow.now.getTime() + jittered(pause)),
        responseStatus: result.status,
        response: result.words,
        deliveredAt: result.isDone ? uow.now : null,
      })
      // If two processes had the lease, the later one writes.
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.attempts, attempts)))
    if (!written.rowCount) return
    const outcome = result.isDone ? 'delivered' : result.isGone ? 'gone' : 'failed'
    await recordOutcome(uow, { webhookId, url, createdAt, outcome, isGivenUp: isOver })
  })
}

const isPing = ({ payload }: Claimed) => (payload as WebhookPayload).type === 'ping'

const jittered = (milliseconds: number) => Math.round(milliseconds * (0.8 + 0.4 * Math.random()))
