import { readSettings } from '../env.ts'
import { untilStopped } from './until-stopped.ts'

export async function mailWorker(): Promise<void> {
  readSettings()
  const { runMailWorker } = await import('@gotrs/mail-worker/main')
  await untilStopped(runMailWorker)
}
