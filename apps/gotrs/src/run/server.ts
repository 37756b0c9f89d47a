import { putDefaultIntoEnvironment, readSettings } from '../env.ts'
import { untilStopped } from './until-stopped.ts'
import { webDir } from './web-dir.ts'

export async function server(): Promise<void> {
  readSettings()
  putDefaultIntoEnvironment('WEB_DIR', webDir())
  const { runServer } = await import('@gotrs/server/main')
  await untilStopped(() => runServer())
}
