interface Asked {
  /** The first Ctrl-C: GOTRS stops. */
  onStopping(): void
  /** A second Ctrl-C: the person does not want to wait. */
  onImpatience(): void
  now?: () => number
}

// One Ctrl-C arrives more than once: from the terminal, and from npm and its child processes.
const oneRequestMs = 1_000

/** Aborts at Ctrl-C, SIGTERM, SIGHUP, or when the parent process is gone. */
export function haltRequest({ onStopping, onImpatience, now = () => performance.now() }: Asked): AbortSignal {
  const halt = new AbortController()
  let askedAt = 0
  const stop = (signal?: string) => {
    if (!halt.signal.aborted) {
      askedAt = now()
      halt.abort(new Error('GOTRS received a request to stop.'))
      onStopping()
    } else if (signal === 'SIGINT' && now() - askedAt > oneRequestMs) onImpatience()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.channel) process.on('disconnect', () => stop())
  return halt.signal
}
