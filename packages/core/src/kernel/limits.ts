import { DeskError } from '@gotrs/contract/errors'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Valkey } from './valkey.ts'

export type Limit = { points: number; seconds: number }
/** Counts one attempt. @throws DeskError `too_many_requests` with `retryAfter` seconds; `unavailable` without its store */
export type ConsumeLimit = (name: string, key: string, limit: Limit) => Promise<void>

export type Limits = {
  consume: ConsumeLimit
  /** Subtracts the count of an attempt that succeeded. */
  refund: ConsumeLimit
  /** Counts nothing. @throws DeskError as `consume`, when the next attempt would be rejected */
  requireLeft: ConsumeLimit
  /** Sets the key for the whole period from now on, also when it is set already. @throws DeskError `unavailable` */
  mark: ConsumeLimit
  /** Was the key counted or marked within the period? @throws DeskError `unavailable` */
  isMarked(name: string, key: string, limit: Limit): Promise<boolean>
}

/** Rate limits in Valkey or Postgres, shared by all processes. They reject everything while the store is unavailable. */
export function createLimits(store: { valkey: Valkey | null; pool: pg.Pool }): Limits {
  const limiters = new Map<string, RateLimiterPostgres | RateLimiterRedis>()
  const limiterOf = (name: string, limit: Limit) => {
    const known = limiters.get(name)
    if (known) return known
    const options = { points: limit.points, duration: limit.seconds, keyPrefix: name }
    const made = store.valkey
      ? new RateLimiterRedis({ ...options, storeClient: store.valkey })
      : new RateLimiterPostgres({
          ...options,
          storeClient: store.pool,
          tableName: 'rate_limits',
          tableCreated: true,
          clearExpiredByTimeout: false,
        })
    limiters.set(name, made)
    return made
  }
  return {
    async consume(name, key, limit) {
      await limiterOf(name, limit).consume(key).catch(failed)
    },
    async refund(name, key, limit) {
      await limiterOf(name, limit).reward(key).catch(failed)
    },
    async requireLeft(name, key, limit) {
      const found = await limiterOf(name, limit).get(key).catch(failed)
      if (found !== null && found.consumedPoints >= limit.points) failed(found)
    },
    async mark(name, key, limit) {
      await limiterOf(name, limit).set(key, 1, limit.seconds).catch(failed)
    },
    async isMarked(name, key, limit) {
      const found = await limiterOf(name, limit).get(key).catch(failed)
      return found !== null && found.consumedPoints > 0
    },
  }
}

function failed(refusal: unknown): never {
  if (refusal instanceof RateLimiterRes) {
    throw new DeskError('too_many_requests', { retryAfter: Math.ceil(refusal.msBeforeNext / 1000) })
  }
  const error = new DeskError('unavailable', {})
  error.cause = refusal
  throw error
}
