import { report } from '../report.ts'

const limit = 9_000

/** Runs until a signal arrives or the parent process is gone; then the work has a limited time to finish. */
export async function untilStopped(run: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  if (process.channel) process.on('disconnect', () => resolve())
  const running = await run()
  process.send?.('ready')
  await asked
  setTimeout(() => process.exit(1), limit).unref()
  try {
    await running.stop()
  } catch (error) {
    report(error)
    process.exitCode = 1
  }
  process.exit()
}
