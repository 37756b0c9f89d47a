import { organisationalDomain } from '@gotrs/mail/authentication/alignment'
import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import type { KnownKeys } from '@gotrs/mail/authentication/known-keys'

export type Dns = {
  resolve: Resolve
  /** Domains with valid signatures, so that a domain whose servers are down differs from an invented one. */
  knownKeys: KnownKeys
  /**
   * Has DNS as a whole stopped answering? Takes at most as long as one query. False if it has never answered: then the
   * desk is on a network without DNS, and waiting does not help.
   */
  isUnavailable(): Promise<boolean>
}

/** The timeout of a query: normally, and when its domain or the whole DNS did not answer within the last minute. */
const longMs = 4_000
const shortMs = 1_000

const maxTimeouts = 3
const rememberMs = 60_000
const maxDomains = 1_000
/** How long DNS counts as unavailable without another probe, unless a query is answered. */
const unavailableMs = 5_000

/** The name of the probe. The sender of a mail cannot choose it, and resolvers cache its answer only for minutes. */
const fixedName = { name: 'com', type: 'SOA' }

type Timeouts = { count: number; until: number }

/**
 * DNS with a shorter timeout for domains that did not answer recently, so that dead name servers do not delay the next
 * mails. It still sends every query: the sender of a mail chooses the names, so a name without an answer must not prevent
 * answers for another domain, or for another name of the same domain.
 */
export function createDns(resolve: Resolve): Dns {
  /** By organisational domain, the oldest first. */
  const timeouts = new Map<string, Timeouts>()
  let hasAnswered = false
  let unavailableSince: number | null = null
  let probe: Promise<boolean> | null = null
  const wasUnavailableWithin = (milliseconds: number) =>
    unavailableSince !== null && Date.now() < unavailableSince + milliseconds
  const isUnreliable = (domain: string) => {
    const known = timeouts.get(domain)
    if (known && known.until <= Date.now()) timeouts.delete(domain)
    return wasUnavailableWithin(rememberMs) || (timeouts.get(domain)?.count ?? 0) >= maxTimeouts
  }
  const recordTimeout = (domain: string) => {
    const count = (timeouts.get(domain)?.count ?? 0) + 1
    timeouts.delete(domain)
    timeouts.set(domain, { count, until: Date.now() + rememberMs })
    const [oldest] = timeouts.size > maxDomains ? timeouts.keys() : []
    if (oldest !== undefined) timeouts.delete(oldest)
  }
  /** Also called for an answer that comes after its timeout. */
  const recordAnswer = (domain: string) => {
    timeouts.delete(domain)
    hasAnswered = true
    unavailableSince = null
  }
  const query = async (name: string, type: string) => {
    const domain = domainOf(name)
    const answer = answerOf(resolve, name, type, () => recordAnswer(domain))
    try {
      return await withTimeout(answer, isUnreliable(domain) ? shortMs : longMs)
    } catch (error) {
      if (isTimeout(error)) recordTimeout(domain)
      throw error
    }
  }
  /** One at a time, shared by all callers that wait for it. */
  const startProbe = () => {
    probe = isUnanswered(resolve).finally(() => {
      probe = null
    })
    void probe.then(isUnavailable => {
      unavailableSince = isUnavailable ? Date.now() : null
      hasAnswered ||= !isUnavailable
    })
    return probe
  }
  return {
    resolve: query,
    knownKeys: new Set(),
    isUnavailable: async () => (wasUnavailableWithin(unavailableMs) || (await (probe ?? startProbe()))) && hasAnswered,
  }
}

async function answerOf(resolve: Resolve, name: string, type: string, onAnswer: () => void): Promise<unknown> {
  try {
    const answer = await resolve(name, type)
    onAnswer()
    return answer
  } catch (error) {
    if (isAnswer(error)) onAnswer()
    throw error
  }
}

const isUnanswered = (resolve: Resolve): Promise<boolean> =>
  withTimeout(resolve(fixedName.name, fixedName.type), longMs).then(
    () => false,
    error => !isAnswer(error),
  )

/** @throws an error with the code `ETIMEOUT`, as the resolver of Node does */
async function withTimeout<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const expire = () => late.reject(Object.assign(new Error('DNS does not answer.'), { code: 'ETIMEOUT' }))
  const timer = setTimeout(expire, milliseconds)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The organisational domain; a public suffix has none and counts as itself. */
const domainOf = (name: string) => organisationalDomain(name.toLowerCase()) ?? name.toLowerCase()

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code)

/** "No such name" and "no such record" are answers too. */
export const isAnswer = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(codeOf(error))

const isTimeout = (error: unknown) => ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'].includes(codeOf(error))
