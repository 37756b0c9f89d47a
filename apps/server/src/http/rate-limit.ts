import { DeskError } from '@gotrs/contract/errors'
import { networkOf } from '@gotrs/core/accounts/limits'
import { hashSecret } from '@gotrs/core/kernel/vault'
import type { MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { bearerToken, identifyCaller } from './caller.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Env, HttpContext, Server } from './types.ts'

const seconds = 60
/** Enough for an office behind one address, with a program or two. */
const perNetwork = 5
/** A client without a valid credential needs far fewer calls. */
const anonymously = 0.2
/** How many valid credentials are cached, so that a call does not read its caller twice. */
const maxRemembered = 20_000

/**
 * A limit of calls a minute for each valid token or session, and a higher one for each network; every call of a batch
 * counts. A call with an invalid credential counts as one without, because otherwise each invented one would have a
 * limit of its own. Each process counts for itself: the limits against guessing passwords are separate, and shared by
 * all processes. Sends the remaining calls as in draft-ietf-httpapi-ratelimit-headers-06.
 */
export function rateLimit({ desk, settings }: Server, cookie: SessionCookie): MiddlewareHandler<Env> {
  const limiterOf = (share: number) =>
    new RateLimiterMemory({ points: Math.max(1, Math.round(settings.callsPerMinute * share)), duration: seconds })
  const callers = limiterOf(1)
  const strangers = limiterOf(anonymously)
  const networks = limiterOf(perNetwork)
  const keyOf = rememberGood(c => lookUp(c, desk, cookie))
  return async (c, next) => {
    const network = networkOf(c.get('remoteAddress'))
    const calls = callsIn(c)
    const isLimited = settings.callsPerMinute > 0
    // First, so that lookups of invented credentials are limited too.
    if (isLimited) await consume(c, networks, network, calls)
    const key = await keyOf(c, bearerToken(c) ?? cookie.read(c))
    c.set('isKnown', key !== null)
    if (!isLimited) return next()
    const left = key === null ? await consume(c, strangers, network, calls) : await consume(c, callers, key, calls)
    await next()
    for (const [name, value] of Object.entries(left)) c.res.headers.set(name, value)
  }
}

/** The key of a valid credential: its login, so that a refreshed access token does not start a new limit. */
const lookUp = async (c: HttpContext, desk: Server['desk'], cookie: SessionCookie): Promise<string | null> => {
  // The handler of the call reports the error.
  const caller = await identifyCaller(c, desk, cookie, { extends: false }).catch(() => null)
  return caller && JSON.stringify(caller.credential)
}

/** Checks a credential with `look`; the result for a valid one is kept for a minute. */
function rememberGood(look: (c: HttpContext) => Promise<string | null>) {
  const known = new Map<string, { key: string; until: number }>()
  return async (c: HttpContext, credential: string | null): Promise<string | null> => {
    if (credential === null) return null
    const hash = hashSecret(credential)
    const now = performance.now()
    const found = known.get(hash)
    if (found && found.until > now) return found.key
    known.delete(hash)
    const key = await look(c)
    if (key === null) return null
    known.set(hash, { key: hashSecret(key), until: now + seconds * 1000 })
    // Deletes the least recently used one first.
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size > maxRemembered) known.delete(oldest)
    return hashSecret(key)
  }
}

type Left = Record<string, string>

async function consume(c: HttpContext, limiter: RateLimiterMemory, key: string, calls: number): Promise<Left> {
  try {
    return headersOf(limiter, await limiter.consume(key, calls))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    for (const [name, value] of Object.entries(headersOf(limiter, refusal))) c.header(name, value)
    throw new DeskError('too_many_requests', { retryAfter: Math.ceil(refusal.msBeforeNext / 1000) })
  }
}

const headersOf = (limiter: RateLimiterMemory, { remainingPoints, msBeforeNext }: RateLimiterRes): Left => ({
  'RateLimit-Limit': String(limiter.points),
  'RateLimit-Remaining': String(Math.max(0, remainingPoints)),
  'RateLimit-Reset': String(Math.ceil(msBeforeNext / 1000)),
  'RateLimit-Policy': `${limiter.points};w=${seconds}`,
})

/** tRPC takes several calls in one request, their names separated by commas, which may be written `%2C`. */
const callsIn = (c: HttpContext): number =>
  c.req.path.startsWith('/trpc/') ? Math.min(c.req.path.split(/,|%2c/i).length, 100) : 1
