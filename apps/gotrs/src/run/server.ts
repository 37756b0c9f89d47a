import { readSettings } from '../env.ts'
import { untilStopped } from './until-stopped.ts'

export async function server(): Promise<void> {
  readSettings()
  const { runServer } = await import('@gotrs/server/main')
  await untilStopped(runServer)
}
