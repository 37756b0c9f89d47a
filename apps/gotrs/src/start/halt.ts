interface Asked {
  /** The first time: it is being stopped now. */
  onStopping(): void
  /** A second Ctrl-C: whoever asks again does not want to wait. */
  onImpatience(): void
  now?: () => number
}

// One Ctrl-C comes more than once: from the terminal, and passed on by npm and by what it starts.
const oneRequestMs = 1_000

/** Aborts at Ctrl-C, SIGTERM, SIGHUP, or when the process that started us is gone. */
export function haltRequest({ onStopping, onImpatience, now = () => performance.now() }: Asked): AbortSignal {
  const halt = new AbortController()
  let askedAt = 0
  const stop = (signal?: string) => {
    if (!halt.signal.aborted) {
      askedAt = now()
      halt.abort(new Error('GOTRS was asked to stop.'))
      onStopping()
    } else if (signal === 'SIGINT' && now() - askedAt > oneRequestMs) onImpatience()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.channel) process.on('disconnect', () => stop())
  return halt.signal
}
