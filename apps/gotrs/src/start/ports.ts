import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Settings } from '../env.ts'

type PortSettings = Pick<Settings, 'host' | 'port' | 'smtpInPort' | 'lmtpInPort'>

export interface NeededPort {
  setting: string
  host: string
  port: number
}

export function neededPorts(settings: PortSettings): NeededPort[] {
  const { host } = settings
  const ports = [
    { setting: 'PORT', host, port: settings.port },
    { setting: 'SMTP_IN_PORT', host, port: settings.smtpInPort },
    { setting: 'LMTP_IN_PORT', host, port: settings.lmtpInPort },
  ]
  return ports.filter(it => it.port !== 0)
}

/** With patience, because what a killed GOTRS left behind needs some seconds to notice and to go. */
export async function requireFreePorts(settings: PortSettings, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (const needed of neededPorts(settings)) {
    for (;;) {
      const obstacle = await obstacleTo(needed)
      if (obstacle === null) break
      if (Date.now() >= deadline) throw new Error(obstacle)
      await wait(200)
    }
  }
}

/** What keeps us from listening there and what to do about it, or null. */
export async function obstacleTo({ setting, host, port }: NeededPort): Promise<string | null> {
  const code = await tryListening(host, port)
  if (code === null) return null
  const other = port < 65_535 ? port + 1 : port - 1
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken by another program: stop that program, or choose another port with ${setting}=${other}.`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has: choose one above 1023 with ${setting}.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine: correct HOST, for instance to 127.0.0.1.`
  }
  return `Nothing can listen on ${host} port ${port} (${code}): correct HOST or ${setting}.`
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}
