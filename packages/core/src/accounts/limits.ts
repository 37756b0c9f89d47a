import { isIPv6 } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import { normalAddress } from '@gotrs/mail/normal-address'
import { createConcurrencyLimit } from '../kernel/concurrency-limit.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Limit } from '../kernel/limits.ts'
import { hashSecret } from '../kernel/vault.ts'

const minutes = (count: number) => count * 60
const days = (count: number) => minutes(count * 24 * 60)

/** Requests that send mail to the subject. Each request counts, whether it succeeds or not. */
const requests: Record<'register' | 'reset', { network: Limit; subject: Limit }> = {
  register: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
  reset: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
}

/** Failed passwords. */
const failures = {
  /** Of one network at one account: slows down guessing one password. */
  pair: { points: 30, seconds: minutes(5) },
  /** Of one network at all accounts: slows down trying one password at many accounts. */
  network: { points: 150, seconds: minutes(5) },
  /** Of all networks at one account. */
  account: { points: 100, seconds: minutes(10) },
  /** Invalid tokens of one network. */
  links: { points: 60, seconds: minutes(10) },
} satisfies Record<string, Limit>

/** How long a network counts as known for an account after a login. */
const knownNetwork: Limit = { points: Number.MAX_SAFE_INTEGER, seconds: days(60) }

type LimitKernel = Pick<Kernel, 'limit' | 'limits'>
type Attempt = { remoteAddress: string; account: string }

/**
 * Counts a request before it runs. Stores only a hash of the subject, which is an address in its normal form.
 * @throws DeskError `too_many_requests`, or `unavailable` when the store of the counts does not answer
 */
export async function limitRequests(
  kernel: Pick<Kernel, 'limit'>,
  kind: 'register' | 'reset',
  remoteAddress: string,
  subject: string,
): Promise<void> {
  const { network, subject: perSubject } = requests[kind]
  await kernel.limit(`${kind}-network`, networkOf(remoteAddress), network)
  await kernel.limit(`${kind}-subject`, hashSecret(normalAddress(subject)), perSubject)
}

// Few run at once: each attempt counts until its password is verified, and many at once would reach the limit although
// their passwords are correct. Networks take turns, and each has a share of the queue.
const verifications = createConcurrencyLimit({
  ...{ perPerson: 4, total: 4, waitMs: 45_000 },
  ...{ maxWaiting: 300, maxWaitingInAll: 600 },
  refusal: () => new DeskError('unavailable'),
})

type Count = [name: string, key: string, limit: Limit]

/**
 * Verifies a password. Counts each attempt before it runs, and refunds it unless the password was wrong. So 200 people
 * behind one address can log in at once, and parallel guesses cannot exceed the limit. After a login from a network, only
 * the limit of this account and network applies there, so that guesses from elsewhere, or by a colleague, do not lock the
 * owner out. @throws DeskError `too_many_requests`, `unavailable`, and the errors of `attempt`
 */
export async function limitFailures<T>(
  kernel: LimitKernel,
  { remoteAddress, account }: Attempt,
  attempt: () => Promise<T>,
): Promise<T> {
  const network = networkOf(remoteAddress)
  const accountHash = hashSecret(account.toLowerCase())
  const pair = hashSecret(`${network} ${accountHash}`)
  const counts: Count[] = [['login-pair', pair, failures.pair]]
  // In this order: a network over its limit must not use up the attempts that others have at the account.
  const all: Count[] = [
    ...counts,
    ['login-network', network, failures.network],
    ['login-account', accountHash, failures.account],
  ]
  const applicable = (await kernel.limits.isMarked('login-known', pair, knownNetwork)) ? counts : all
  // Reject before the attempt takes a place in the queue.
  for (const count of applicable) await kernel.limits.requireLeft(...count)
  const result = await verifications(network, () => countUnlessRefunded(kernel, applicable, attempt))
  await kernel.limits.mark('login-known', pair, knownNetwork)
  return result
}

async function countUnlessRefunded<T>(kernel: LimitKernel, counts: Count[], attempt: () => Promise<T>): Promise<T> {
  const refund = async () => {
    for (const count of counts) await kernel.limits.refund(...count)
  }
  for (const count of counts) await kernel.limit(...count)
  const result = await attempt().catch(async error => {
    const isWrong = error instanceof DeskError && error.code === 'wrong_credentials'
    if (!isWrong) await refund()
    throw error
  })
  await refund()
  return result
}

const invalid = new Set(['invalid_token', 'not_logged_in'])

/**
 * Limits the invalid tokens of a network. Tokens cannot be guessed, so a valid one is never counted or rejected; the limit
 * slows down programs that repeat an invalid one. @throws DeskError `too_many_requests`, and the errors of `attempt`
 */
export async function limitInvalidTokens<T>(
  kernel: Pick<Kernel, 'limit'>,
  remoteAddress: string,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    const isInvalid = error instanceof DeskError && invalid.has(error.code)
    if (isInvalid) await kernel.limit('token-network', networkOf(remoteAddress), failures.links)
    throw error
  }
}

/** One customer of a provider: an IPv4 address, or the /64 of an IPv6 one (RFC 6177, section 2). */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(address)) return address.slice(0, 64)
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  // A dotted tail replaces two groups; they are among the last four, which do not count here.
  const groups = right.length + (right.at(-1)?.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - groups) }, () => '0')
  const all = [...left, ...zeros, ...right].slice(0, 4)
  return `${all.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
