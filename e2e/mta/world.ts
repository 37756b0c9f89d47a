import { mkdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../setup/ports.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { type Desk, startDesk } from './desk.ts'
import { createExim, type Exim } from './exim.ts'
import type { MtaPackages } from './packages.ts'
import { createPostfix, type Postfix } from './postfix.ts'
import { eximRecipes, type Ports, postfixRecipes } from './recipes.ts'
import { createSasl } from './sasl.ts'

export type World = {
  ports: Ports
  desk: Desk
  postfix: Postfix
  exim: Exim
  /** The mail server of the correspondents. */
  sink: SmtpSink
  /** Makes DATA_DIR of the pipe correct. */
  fixDataDir(): void
  remove(): Promise<void>
}

const names = [
  'http',
  'smtp',
  'lmtp',
  'open',
  'later',
  'never',
  'owned',
  'plus',
  'exim',
  'sasl',
  'eximOwned',
  'eximPlus',
] as const

/** The desk with Debian's Postfix and Exim in front of it and behind it, as in the docs. */
export async function startWorld(packages: MtaPackages): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gotrs-mta-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const numbers = await freePorts(names.length)
  const ports = Object.fromEntries(names.map((name, at) => [name, numbers[at]])) as Ports
  const sink = await openSmtpSink()
  const desk = await startDesk(folder, ports, `smtp://127.0.0.1:${ports.open}`)
  const pipeDir = join(folder, 'pipe')
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  symlinkSync(empty, pipeDir)
  const sinkPort = Number(new URL(sink.url).port)
  const sasl = createSasl(join(folder, 'sasl'), ports.sasl)
  const postfixFolder = join(folder, 'postfix')
  const postfix = createPostfix({ packages, folder: postfixFolder, ...postfixRecipes(ports, sinkPort, pipeDir) })
  const exim = createExim({ packages, folder: join(folder, 'exim'), ...eximRecipes(ports, sinkPort) })
  for (const server of [sasl, postfix, exim]) server.start()
  return {
    ports,
    desk,
    postfix,
    exim,
    sink,
    fixDataDir() {
      unlinkSync(pipeDir)
      symlinkSync(desk.dataDir, pipeDir)
    },
    async remove() {
      for (const server of [exim, postfix, sasl]) await server.stop()
      await desk.remove()
      await sink.close()
    },
  }
}
