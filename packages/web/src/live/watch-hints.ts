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
  // that may have missed something, and rejects one that it doesn't know; so try again, ever more rarely.
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
      onOpen(hasConnected)
      hasConnected = true
    })
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      failures = 0
      onHint(JSON.parse(data))
    })
    source.addEventListener('serialized-error', connectLater)
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
