import { organisationalDomain } from '@gotrs/mail/authentication/alignment'
import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import type { KnownKeys } from '@gotrs/mail/authentication/known-keys'

export type Dns = {
  resolve: Resolve
  /** Domains with valid signatures, so that a domain whose servers are down differs from an invented one. */
  knownKeys: KnownKeys
  /**
   * Does DNS as a whole not answer any more? Takes at most as long as one question. Where it never has answered, the desk
   * is on a network without DNS, and there is nothing to wait for.
   */
  isAway(): Promise<boolean>
}

/** How long one question may take: as a rule, and where its domain or DNS as a whole has not answered lately. */
const longMs = 4_000
const shortMs = 1_000

const maxHangs = 3
const doubtMs = 60_000
const maxDomains = 1_000
/** How long nobody asks again, after DNS was found away, unless something answers. */
const awayMs = 5_000

/** The sender of a mail cannot choose it, and resolvers keep its answer for minutes only. */
const fixedName = { name: 'com', type: 'SOA' }

type Hangs = { count: number; until: number }

/**
 * DNS, with less patience for what has not answered lately, so that dead name servers do not hold up the mails behind
 * them. It still asks every question: the sender of a mail chooses the names, so a name without an answer must
 * not cost another domain its answers, and not even another name of the same domain.
 */
export function createDns(resolve: Resolve): Dns {
  /** By organisational domain, the oldest first. */
  const hangs = new Map<string, Hangs>()
  let hasAnswered = false
  let foundAwayAt: number | null = null
  let probe: Promise<boolean> | null = null
  const wasAwayWithin = (milliseconds: number) => foundAwayAt !== null && Date.now() < foundAwayAt + milliseconds
  const isDoubtful = (domain: string) => {
    const known = hangs.get(domain)
    if (known && known.until <= Date.now()) hangs.delete(domain)
    return wasAwayWithin(doubtMs) || (hangs.get(domain)?.count ?? 0) >= maxHangs
  }
  const recordHang = (domain: string) => {
    const count = (hangs.get(domain)?.count ?? 0) + 1
    hangs.delete(domain)
    hangs.set(domain, { count, until: Date.now() + doubtMs })
    const [oldest] = hangs.size > maxDomains ? hangs.keys() : []
    if (oldest !== undefined) hangs.delete(oldest)
  }
  /** Also of one that comes too late for its mail. */
  const recordAnswer = (domain: string) => {
    hangs.delete(domain)
    hasAnswered = true
    foundAwayAt = null
  }
  const ask = async (name: string, type: string) => {
    const domain = domainOf(name)
    const question = answerOf(resolve, name, type, () => recordAnswer(domain))
    try {
      return await within(question, isDoubtful(domain) ? shortMs : longMs)
    } catch (error) {
      if (isHang(error)) recordHang(domain)
      throw error
    }
  }
  /** One at a time, shared by all who ask meanwhile. That an earlier one was answered says nothing about now. */
  const startProbe = () => {
    probe = isUnanswered(resolve).finally(() => {
      probe = null
    })
    void probe.then(isAway => {
      foundAwayAt = isAway ? Date.now() : null
      hasAnswered ||= !isAway
    })
    return probe
  }
  return {
    resolve: ask,
    knownKeys: new Set(),
    isAway: async () => (wasAwayWithin(awayMs) || (await (probe ?? startProbe()))) && hasAnswered,
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
  within(resolve(fixedName.name, fixedName.type), longMs).then(
    () => false,
    error => !isAnswer(error),
  )

/** @throws an error with the code `ETIMEOUT`, as the resolver of Node does */
async function within<T>(question: Promise<T>, milliseconds: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const expire = () => late.reject(Object.assign(new Error('DNS does not answer.'), { code: 'ETIMEOUT' }))
  const timer = setTimeout(expire, milliseconds)
  try {
    return await Promise.race([question, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A public suffix belongs to nobody in particular, and is counted by itself. */
const domainOf = (name: string) => organisationalDomain(name.toLowerCase()) ?? name.toLowerCase()

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code)

/** That there is no such name or record is an answer as well. */
export const isAnswer = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(codeOf(error))

const isHang = (error: unknown) => ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'].includes(codeOf(error))
