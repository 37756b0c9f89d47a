import { readSettings } from '../env.ts'
import { requireOwnPorts } from './own-ports.ts'
import { untilStopped } from './until-stopped.ts'

export async function mailWorker(): Promise<void> {
  await requireOwnPorts({ ...readSettings(), port: 0 })
  const { runMailWorker } = await import('@gotrs/mail-worker/main')
  await untilStopped(runMailWorker)
}
