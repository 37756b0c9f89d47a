import { demoPassword } from '@gotrs/contract/demo'
import { DeskError } from '@gotrs/contract/errors'
import type { Settings } from './env.ts'
import { hostnameOf, isLoopbackName } from './http/host-name.ts'

/**
 * Everybody knows the demo password. It works only for a desk that listens on this machine alone and has a local
 * BASE_URL.
 */
export function takesDemoPassword({ host, baseUrl }: Pick<Settings, 'host' | 'baseUrl'>): boolean {
  const listening = hostnameOf(host.includes(':') ? `[${host}]` : host)
  return listening !== null && isLoopbackName(listening) && isLoopbackName(new URL(baseUrl).hostname)
}

/** The answer is the same for every address, known or unknown. @throws DeskError `demo_password_refused` */
export function rejectDemoPassword(caller: { refusesDemoPassword?: boolean }, password: string): void {
  if (caller.refusesDemoPassword && password === demoPassword) throw new DeskError('demo_password_refused')
}
