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

/** Waits, because child processes of a killed GOTRS need some seconds to notice and end. */
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

/** Says why listening there fails and what to do, or null. `own` are all ports that GOTRS needs. */
export async function obstacleTo({ setting, host, port }: NeededPort, own: NeededPort[] = []): Promise<string | null> {
  const code = await tryListening(host, port)
  if (code === null) return null
  if (code === 'EADDRINUSE') {
    const other = await freePortAfter(host, port, own)
    const choice = other === null ? `with ${setting}` : `with ${setting}=${other}`
    return `Another program uses port ${port} on ${host}: stop that program, or choose another port ${choice}.`
  }
  if (code === 'EACCES') return `This user may not use port ${port}: choose one above 1023 with ${setting}.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine: correct HOST, for example to 127.0.0.1.`
  }
  return `Cannot listen on ${host} port ${port} (${code}): correct HOST or ${setting}.`
}

/** The nearest port that is free and that GOTRS does not need itself. */
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
