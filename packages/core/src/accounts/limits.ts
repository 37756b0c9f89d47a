import { isIPv6 } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import { normalAddress } from '@gotrs/mail/normal-address'
import { createConcurrencyLimit } from '../kernel/concurrency-limit.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Limit } from '../kernel/limits.ts'
import { hashSecret } from '../kernel/vault.ts'

const minutes = (count: number) => count * 60
const days = (count: number) => minutes(count * 24 * 60)

/** Requests that send mail to the subject: each one counts, whatever comes of it. */
const requests: Record<'register' | 'reset', { network: Limit; subject: Limit }> = {
  register: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
  reset: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
}

/** Failed passwords. */
const failures = {
  /** Of one network at one account: this slows guessing one password. */
  pair: { points: 30, seconds: minutes(5) },
  /** Of one network at any account: this slows guessing one password at many accounts. */
  network: { points: 150, seconds: minutes(5) },
  /** At one account from everywhere. */
  account: { points: 100, seconds: minutes(10) },
  /** Links by mail of one network that are not valid. */
  links: { points: 60, seconds: minutes(10) },
} satisfies Record<string, Limit>

/** How long a network is known where somebody logged in from. */
const known: Limit = { points: Number.MAX_SAFE_INTEGER, seconds: days(60) }

type LimitKernel = Pick<Kernel, 'limit' | 'limits'>
type Attempt = { remoteAddress: string; account: string }

/**
 * Counts a request before it is done. Only a hash of the subject, an address in its normal form, is kept.
 * @throws DeskError `too_many_requests`, or `unavailable` when it cannot be counted
 */
export async function limitRequests(
  kernel: Pick<Kernel, 'limit'>,
  kind: 'register' | 'reset',
  remoteAddress: string,
  subject: string,
): Promise<void> {
  const { network, subject: everywhere } = requests[kind]
  await kernel.limit(`${kind}-network`, networkOf(remoteAddress), network)
  await kernel.limit(`${kind}-subject`, hashSecret(normalAddress(subject)), everywhere)
}

// Few at once, so that a right password, which counts until it is verified, does not use up what others need. Networks
// take turns, and each one has a share of the queue.
const gate = createConcurrencyLimit({
  ...{ perPerson: 4, total: 4, waitMs: 45_000 },
  ...{ maxWaiting: 300, maxWaitingInAll: 600 },
  refusal: () => new DeskError('unavailable'),
})

type Count = [name: string, key: string, limit: Limit]

/**
 * Verifies a password: each attempt is counted before it is made, and refunded unless the password was wrong. So 200
 * people behind one address log in at once, and parallel guesses do not get past the limit. When the account logged in
 * from this network before, only account and network together are limited: neither guesses from another network nor a
 * colleague lock the owner out. @throws DeskError `too_many_requests`, `unavailable`, and what `attempt` throws
 */
export async function limitFailures<T>(
  kernel: LimitKernel,
  { remoteAddress, account }: Attempt,
  attempt: () => Promise<T>,
): Promise<T> {
  const network = networkOf(remoteAddress)
  const whom = hashSecret(account.toLowerCase())
  const pair = hashSecret(`${network} ${whom}`)
  const counts: Count[] = [['login-pair', pair, failures.pair]]
  // In this order: a network that is refused must not use up what others have left for the account.
  const all: Count[] = [
    ...counts,
    ['login-network', network, failures.network],
    ['login-account', whom, failures.account],
  ]
  const applying = (await kernel.limits.isCounted('login-known', pair, known)) ? counts : all
  // Refused before it takes a place in the queue.
  for (const count of applying) await kernel.limits.requireLeft(...count)
  const result = await gate(network, () => countUnlessRefunded(kernel, applying, attempt))
  await kernel.limits.note('login-known', pair, known)
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
 * Uses a token that cannot be guessed: a valid one is never counted and never refused. An invalid one counts, so that
 * programs that repeat it have to slow down. @throws DeskError `too_many_requests`, and whatever `attempt` throws
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
