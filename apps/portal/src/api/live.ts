import { gather } from './gather.ts'

const hintsGatheredMs = 200
const retryMs = { first: 1_000, most: 60_000 }

/**
 * Calls `onChange` soon after the desk hints at a change, and after every reconnection, since hints may be lost.
 * Loaded after the first screen. Returns how to stop.
 */
export function watchHints(onChange: () => void): () => void {
  const change = gather(onChange, hintsGatheredMs)
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let hasConnected = false

  // A browser reconnects by itself when the line breaks, but not after an answer that is no stream. The server ends one
  // that may have missed something, and says no to one that it doesn't know; so try again, ever more rarely.
  const connectLater = () => {
    stream?.close()
    clearTimeout(retry)
    retry = setTimeout(connect, Math.min(retryMs.first * 2 ** failures, retryMs.most) * (1 + Math.random()))
    failures += 1
  }
  const connect = () => {
    const source = new EventSource('/api/live')
    stream = source
    source.addEventListener('open', () => {
      if (hasConnected) change.call()
      hasConnected = true
    })
    source.addEventListener('hint', () => {
      failures = 0
      change.call()
    })
    source.addEventListener('end', connectLater)
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) connectLater()
    })
  }
  connect()
  return () => {
    clearTimeout(retry)
    change.cancel()
    stream?.close()
  }
}
