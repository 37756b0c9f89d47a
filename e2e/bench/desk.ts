import { join } from 'node:path'
import { cpuOf, treeClock } from './cpu.ts'
import { type Data, environmentFor } from './data.ts'
import { bundle, freePort, type Program, startProgram } from './programs.ts'

/** The product as production runs it, and the floor beside it, on one database. */
export type Desk = {
  data: Data
  url: string
  smtpPort: number
  server: Program
  worker: Program
  floor: Program
  floorUrl: string
  /** How long each part has run so far, in milliseconds of a CPU. */
  spent(): Spent
  stop(): Promise<void>
}

export type Spent = { web: number; db: number; worker: number; floor: number }

type Clock = () => number

export async function startDesk(data: Data): Promise<Desk> {
  const [port, smtpPort, floorPort] = [await freePort(), await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const shared = {
    ...{ DATABASE_URL: data.postgres.url, SECRET_KEY: data.secretKey, BASE_URL: url, PORT: String(port) },
    ...{ HOST: '127.0.0.1', SMTP_IN_PORT: String(smtpPort), WEB_DIR: join(import.meta.dirname, '../../dist/web') },
    // As `gotrs start` sets them for its processes.
    ...{ MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
  }
  const env = environmentFor(data.folder, shared)
  const started: Program[] = []
  const start = async (args: string[], more: Record<string, string> = {}) => {
    const program = await startProgram(args, { ...env, ...more })
    started.push(program)
    return program
  }
  const stop = async () => void (await Promise.all(started.map(it => it.stop())))
  try {
    const server = await start([bundle, 'server'])
    const worker = await start([bundle, 'mail-worker'])
    const floor = await start([join(import.meta.dirname, 'floor/main.ts')], { PORT: String(floorPort) })
    const ofDatabase = treeClock(data.postgres.pid)
    const [web, ofWorker, ofFloor] = [server, worker, floor].map(
      ({ pid }) =>
        () =>
          cpuOf(pid),
    ) as [Clock, Clock, Clock]
    const spent = () => ({ web: web(), db: ofDatabase(), worker: ofWorker(), floor: ofFloor() })
    return { data, url, smtpPort, server, worker, floor, floorUrl: `http://127.0.0.1:${floorPort}`, spent, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
