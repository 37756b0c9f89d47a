import { DeskError } from '@gotrs/contract/errors'
import { networkOf } from '@gotrs/core/accounts/limits'
import { hashSecret } from '@gotrs/core/kernel/vault'
import type { MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { bearerToken } from './caller.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Env, HttpContext } from './types.ts'

const seconds = 60
/** An office behind one address, with a program or two, must fit. */
const perNetwork = 5
/** Whoever shows no credential needs far less. */
const anonymously = 0.2

/**
 * So many calls a minute for each token or session, and more for each network; every call of a batch counts. Counted in
 * this process alone: the limits of guessing passwords are others, and hold everywhere. Tells what is left as
 * draft-ietf-httpapi-ratelimit-headers-06 lays down.
 */
export function rateLimit(callsPerMinute: number, cookie: SessionCookie): MiddlewareHandler<Env> {
  const limiterOf = (share: number) =>
    new RateLimiterMemory({ points: Math.max(1, Math.round(callsPerMinute * share)), duration: seconds })
  const callers = limiterOf(1)
  const strangers = limiterOf(anonymously)
  const networks = limiterOf(perNetwork)
  return async (c, next) => {
    const network = networkOf(c.get('remoteAddress'))
    const credential = bearerToken(c) ?? cookie.read(c)
    const calls = callsIn(c)
    await consume(c, networks, network, calls)
    const left =
      credential === null
        ? await consume(c, strangers, network, calls)
        : await consume(c, callers, hashSecret(credential), calls)
    await next()
    for (const [name, value] of Object.entries(left)) c.res.headers.set(name, value)
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
