import type { AppRouter } from '@gotrs/server/router'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import { gather } from './gather.ts'

const hintsGatheredMs = 200
const retryMs = 15_000

/**
 * Calls `onChange` soon after the desk hints at a change, and after every reconnection, since hints may be lost.
 * Loaded after the first screen. Returns how to stop.
 */
export function watchHints(onChange: () => void): () => void {
  const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })
  const change = gather(onChange, hintsGatheredMs)
  let subscription: { unsubscribe(): void } | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let hasConnected = false

  // The link reconnects by itself when the line breaks; it ends when the server says no, at a deployment say.
  const reconnectLater = () => {
    subscription = null
    clearTimeout(retry)
    retry = setTimeout(connect, retryMs)
  }
  const connect = () => {
    subscription = client.live.hints.subscribe(
      { lastEventId: null },
      {
        onData: change.call,
        onConnectionStateChange: ({ state }) => {
          if (state !== 'pending') return
          if (hasConnected) change.call()
          hasConnected = true
        },
        onError: reconnectLater,
        onComplete: reconnectLater,
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
