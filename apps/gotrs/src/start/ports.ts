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
      const obstacle = await obstacleTo(needed, neededPorts(settings))
      if (obstacle === null) break
      if (Date.now() >= deadline) throw new Error(obstacle)
      await wait(200)
    }
  }
}

/** What keeps us from listening there and what to do about it, or null. `own` are all ports that we need. */
export async function obstacleTo({ setting, host, port }: NeededPort, own: NeededPort[] = []): Promise<string | null> {
  const code = await tryListening(host, port)
  if (code === null) return null
  if (code === 'EADDRINUSE') {
    const other = await freePortAfter(host, port, own)
    const choice = other === null ? `with ${setting}` : `with ${setting}=${other}`
    return `Port ${port} on ${host} is taken by another program: stop that program, or choose another port ${choice}.`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has: choose one above 1023 with ${setting}.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine: correct HOST, for instance to 127.0.0.1.`
  }
  return `Nothing can listen on ${host} port ${port} (${code}): correct HOST or ${setting}.`
}

/** The nearest that is neither taken nor one of ours. */
async function freePortAfter(host: string, port: number, own: NeededPort[]): Promise<number | null> {
  for (let step = 1; step <= 100; step += 1) {
    const other = port + step <= 65_535 ? port + step : port - step
    if (own.every(it => it.port !== other) && (await tryListening(host, other)) === null) return other
  }
  return null
}

function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}
