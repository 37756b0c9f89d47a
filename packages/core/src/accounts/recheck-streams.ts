import type { Kernel } from '../kernel/kernel.ts'

/** Tells every process to look again at who this person's streams belong to. They look by themselves too, only later. */
export async function recheckStreams(kernel: Pick<Kernel, 'bus' | 'log'>, userId: string): Promise<void> {
  await kernel.bus
    .publish({ recheckUserId: userId })
    .catch(err => kernel.log.warn({ err, userId }, 'open streams were not told that a session ended'))
}
