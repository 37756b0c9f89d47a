import { requireFreePorts } from '../start/ports.ts'

type Needed = Parameters<typeof requireFreePorts>[0]

/** Says of a process that was started alone which port is taken; `gotrs start` has looked before it starts any. */
export async function requireOwnPorts(settings: Needed): Promise<void> {
  if (!process.channel) await requireFreePorts(settings, 0)
}
