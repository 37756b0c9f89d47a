import { Redis } from 'iovalkey'

export type Valkey = Redis

/** Fails fast while Valkey is unavailable, instead of queueing commands without a limit. */
export function connectValkey(url: string, onError: (error: Error) => void): Valkey {
  const valkey = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    retryStrategy: attempt => Math.min(attempt * 200, 3_000),
  })
  valkey.on('error', onError)
  return valkey
}
