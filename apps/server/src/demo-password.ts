import { demoPassword } from '@gotrs/contract/demo'
import { DeskError } from '@gotrs/contract/errors'
import type { Settings } from './env.ts'
import { hostnameOf, isLoopbackName } from './http/host-name.ts'

/** Everybody knows the demo password: it is for a desk that listens on this machine alone, and whose address says so. */
export function takesDemoPassword({ host, baseUrl }: Pick<Settings, 'host' | 'baseUrl'>): boolean {
  const listening = hostnameOf(host.includes(':') ? `[${host}]` : host)
  return listening !== null && isLoopbackName(listening) && isLoopbackName(new URL(baseUrl).hostname)
}

/** Says the same for every address, known or not. @throws DeskError `demo_password_refused` */
export function refuseDemoPassword(caller: { refusesDemoPassword?: boolean }, password: string): void {
  if (caller.refusesDemoPassword && password === demoPassword) throw new DeskError('demo_password_refused')
}
