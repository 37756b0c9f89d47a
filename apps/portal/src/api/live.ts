import type { AppRouter } from '@gotrs/server/router'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import { gather } from './gather.ts'

const hintsGatheredMs = 200
const retryMs = { first: 1_000, most: 60_000 }

/**
 * Calls `onChange` soon after the desk hints at a change, and after every reconnection, since hints may be lost.
 * Loaded after the first screen. Returns how to stop.
 */
export function watchHints(onChange: () => void): () => void {
  const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })
  const change = gather(onChange, hintsGatheredMs)
  let subscription: { unsubscribe(): void } | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let hasConnected = false

  // The link reconnects by itself when the line breaks. The server ends a stream that may have missed something, and
  // says no to one that it doesn't know; so try again, ever more rarely.
  const connectLater = () => {
    subscription = null
    clearTimeout(retry)
    retry = setTimeout(connect, Math.min(retryMs.first * 2 ** failures, retryMs.most) * (1 + Math.random()))
    failures += 1
  }
  const connect = () => {
    subscription = client.live.hints.subscribe(
      { lastEventId: null },
      {
        onData: () => {
          failures = 0
          change.call()
        },
        onConnectionStateChange: ({ state }) => {
          if (state !== 'pending') return
          if (hasConnected) change.call()
          hasConnected = true
        },
        onError: connectLater,
        onComplete: connectLater,
      },
    )
  }
  connect()
  return () => {
    clearTimeout(retry)
    change.cancel()
    subscription?.unsubscribe()
  }
}
