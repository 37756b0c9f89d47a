import type { Kernel } from '../kernel/kernel.ts'

/** Makes every process check this person's open streams again. Without it they check by themselves, only later. */
export async function recheckStreams(kernel: Pick<Kernel, 'bus' | 'log'>, userId: string): Promise<void> {
  await kernel.bus
    .publish({ recheckUserId: userId })
    .catch(err => kernel.log.warn({ err, userId }, 'could not make open streams check a session that ended'))
}
