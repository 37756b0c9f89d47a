/** Aborts at Ctrl-C, SIGTERM, SIGHUP, or when the process that started us is gone. Again and again changes nothing. */
export function haltRequest(): AbortSignal {
  const halt = new AbortController()
  const stop = () => halt.abort(new Error('GOTRS was asked to stop.'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.channel) process.on('disconnect', stop)
  return halt.signal
}
