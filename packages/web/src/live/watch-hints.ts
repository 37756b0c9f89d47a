import type { LiveHint } from '@gotrs/contract/live'

const retryMs = { first: 1_000, most: 60_000 }

type Watcher = {
  onHint: (hint: LiveHint) => void
  /** The stream is open; `isAgain` where it was before: hints of the time between may be lost. */
  onOpen: (isAgain: boolean) => void
  onLost?: () => void
}

/** Calls back for every hint of the desk that something has changed, and reconnects as long as it takes. Returns how to stop. */
export function watchHints({ onHint, onOpen, onLost }: Watcher): () => void {
  let stream: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let hasConnected = false

  // A browser reconnects by itself when the line breaks, but not after an answer that is no stream. The server ends one
  // that may have missed something, and rejects one that it doesn't know; so try again, ever more rarely. A server that
  // ends all streams gives each client another pause, so that they don't all come back at once.
  const connectLater = (leastMs = 0) => {
    stream?.close()
    clearTimeout(retry)
    const pause = Math.min(retryMs.first * 2 ** failures, retryMs.most) * (1 + Math.random())
    retry = setTimeout(connect, Math.max(pause, leastMs))
    failures += 1
  }
  const connect = () => {
    const source = new EventSource('/api/live')
    stream = source
    source.addEventListener('open', () => {
      onOpen(hasConnected)
      hasConnected = true
    })
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      failures = 0
      onHint(JSON.parse(data))
    })
    source.addEventListener('serialized-error', ({ data }: MessageEvent<string>) => connectLater(pauseIn(data)))
    source.addEventListener('error', () => {
      onLost?.()
      if (source.readyState === EventSource.CLOSED) connectLater()
    })
  }
  connect()
  return () => {
    clearTimeout(retry)
    stream?.close()
  }
}

/** The pause that the server asks for in its error. */
function pauseIn(data: string): number {
  const error: { data?: { desk?: { params?: { retryAfter?: number } } } } | null = JSON.parse(data)
  return (error?.data?.desk?.params?.retryAfter ?? 0) * 1_000
}
