import { setTimeout as wait } from 'node:timers/promises'
import { type Settings, urlHost } from '../env.ts'

const limit = 60_000

/** Polls `/readyz` until the server reports that it is ready. */
export async function untilServerAnswers(settings: Settings, halt: AbortSignal): Promise<void> {
  const url = `http://${urlHost(settings.host)}:${settings.port}/readyz`
  const deadline = Date.now() + limit
  while (Date.now() < deadline && !halt.aborted) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await wait(50)
  }
  throw new Error(
    `The server did not respond at ${url} within ${limit / 1000} s: read its messages above, or run gotrs doctor.`,
  )
}
