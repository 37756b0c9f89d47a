import { putDefaultIntoEnvironment, readSettings } from '../env.ts'
import { requireOwnPorts } from './own-ports.ts'
import { untilStopped } from './until-stopped.ts'
import { webDir } from './web-dir.ts'

export async function server(): Promise<void> {
  await requireOwnPorts({ ...readSettings(), smtpInPort: 0, lmtpInPort: 0 })
  putDefaultIntoEnvironment('WEB_DIR', webDir())
  const { runServer } = await import('@gotrs/server/main')
  await untilStopped(() => runServer())
}
