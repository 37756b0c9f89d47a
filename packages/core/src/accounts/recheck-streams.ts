import type { Kernel } from '../kernel/kernel.ts'

/** Makes every process check this person's open streams now. They also check them at intervals. */
export async function recheckStreams(kernel: Pick<Kernel, 'bus' | 'log'>, userId: string): Promise<void> {
  await kernel.bus
    .publish({ recheckUserId: userId })
    .catch(err => kernel.log.warn({ err, userId }, 'could not make open streams check a session that was revoked'))
}
