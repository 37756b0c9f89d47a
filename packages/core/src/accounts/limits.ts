import { isIPv6 } from 'node:net'
import type { Kernel } from '../kernel/kernel.ts'
import type { Limit } from '../kernel/limits.ts'
import { hashSecret } from '../kernel/vault.ts'

export type AttemptKind = 'login' | 'register' | 'reset' | 'token'

type Limits = {
  /** Of one network, whomever it asks for: an office behind one address must fit. */
  network: Limit
  /** Of one network at one subject: what guessing one password is slowed to. */
  pair?: Limit
  /** At one subject from everywhere. Wide and short: strangers must not be able to lock anybody out for long. */
  subject?: Limit
}

const minutes = (count: number) => count * 60

/** What is counted are attempts, not failures: whoever fails and whoever succeeds cannot be told apart by the count. */
const limits: Record<AttemptKind, Limits> = {
  login: {
    network: { points: 150, seconds: minutes(5) },
    pair: { points: 30, seconds: minutes(5) },
    subject: { points: 100, seconds: minutes(10) },
  },
  // These two send mail to the subject.
  register: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
  reset: { network: { points: 30, seconds: minutes(10) }, subject: { points: 5, seconds: minutes(30) } },
  token: { network: { points: 60, seconds: minutes(10) } },
}

/**
 * Counts an attempt before it is made. The subject is an address or an account's id; only its hash is kept.
 * @throws DeskError `too_many_requests`, or `unavailable` when it cannot be counted
 */
export async function limitAttempts(
  desk: Pick<Kernel, 'limit'>,
  kind: AttemptKind,
  remoteAddress: string,
  subject?: string,
): Promise<void> {
  const { network, pair, subject: everywhere } = limits[kind]
  const from = networkOf(remoteAddress)
  await desk.limit(`${kind}-network`, from, network)
  if (subject === undefined) return
  const whom = hashSecret(subject.toLowerCase())
  // In this order, so that one network that is turned away does not use up what all others may.
  if (pair) await desk.limit(`${kind}-pair`, hashSecret(`${from} ${whom}`), pair)
  if (everywhere) await desk.limit(`${kind}-subject`, whom, everywhere)
}

/** One customer of a provider: an IPv4 address, or the /64 of an IPv6 one (RFC 6177, section 2). */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(address)) return address.slice(0, 64)
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  // A dotted tail stands for two groups; they are among the last four, which do not count here.
  const groups = right.length + (right.at(-1)?.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - groups) }, () => '0')
  const all = [...left, ...zeros, ...right].slice(0, 4)
  return `${all.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
