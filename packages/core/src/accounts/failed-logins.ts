import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { hashSecret } from '../kernel/vault.ts'
import { networkOf } from './limits.ts'

export type Attempt = { subject: { email: string } | { userId: string }; remoteAddress: string }
type FailureKernel = Pick<Kernel, 'db' | 'limit' | 'run' | 'log'>

const seconds = 10 * 60
/**
 * How many events in ten minutes: for one network and account, for one network, and in all. An attacker who guesses
 * passwords must not fill the audit log; each attempt is in the request log and the metrics. An address without an account
 * counts the same, so that the time of the answer does not reveal which addresses have one.
 */
const limits = { pair: { points: 1, seconds }, network: { points: 30, seconds }, all: { points: 1_000, seconds } }

/** Runs the work, and records a wrong address or password in the audit log. */
export async function recordingFailure<T>(kernel: FailureKernel, attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DeskError && error.code === 'wrong_credentials') {
      await record(kernel, attempt).catch(err => kernel.log.warn({ err }, 'a failed login was not recorded'))
    }
    throw error
  }
}

async function record(kernel: FailureKernel, attempt: Attempt): Promise<void> {
  const userId = await accountOf(kernel, attempt)
  if (!(await isWithinLimits(kernel, attempt))) return
  await kernel.run(systemActor('accounts'), async uow => uow.emit('login.failed', { userId }))
}

async function accountOf({ db }: FailureKernel, { subject }: Attempt): Promise<string | null> {
  if ('userId' in subject) return subject.userId
  const [found] = await db.select({ id: users.id }).from(users).where(eq(users.email, subject.email))
  return found?.id ?? null
}

async function isWithinLimits({ limit }: FailureKernel, { subject, remoteAddress }: Attempt): Promise<boolean> {
  const from = networkOf(remoteAddress)
  const account = 'userId' in subject ? subject.userId : subject.email.toLowerCase()
  try {
    await limit('failed-pair', hashSecret(`${from} ${account}`), limits.pair)
    await limit('failed-network', from, limits.network)
    await limit('failed-all', 'all', limits.all)
    return true
  } catch (error) {
    if (error instanceof DeskError && error.code === 'too_many_requests') return false
    throw error
  }
}
