import { requireFreePorts } from '../start/ports.ts'

type Needed = Parameters<typeof requireFreePorts>[0]

/** Reports a port in use for a process that runs alone; `gotrs start` checks before it starts any process. */
export async function requireOwnPorts(settings: Needed): Promise<void> {
  if (!process.channel) await requireFreePorts(settings, 0)
}
