import { mallocEnvironment } from '@gotrs/core/kernel/malloc-environment'
import type { SecretKeys } from '@gotrs/core/kernel/secret-keys'
import { migrateDatabase } from '@gotrs/db/migrate'
import { databaseTrouble } from '../database/reach.ts'
import { inspectBeginning } from '../doctor/beginning.ts'
import { checkValkey } from '../doctor/valkey.ts'
import { childEnvironment, findOddNames, readSettings, type Settings } from '../env.ts'
import { report } from '../report.ts'
import { webDir } from '../run/web-dir.ts'
import { inspectSecrets, lostSecretsText } from '../secrets/lost-secrets.ts'
import { keyEnvironment, provideSecretKeys } from '../secrets/secret-keys.ts'
import { oddNameText } from '../settings-typos.ts'
import { announce } from './announce.ts'
import { provideDatabase } from './database.ts'
import { seedOnce } from './demo.ts'
import { haltRequest } from './halt.ts'
import { type KeptProcess, keepRunning } from './keep-running.ts'
import { lockDataDir } from './lock.ts'
import { requireFreePorts } from './ports.ts'
import { untilServerAnswers } from './readiness.ts'
import { reloadOnMessage } from './reload.ts'

const say = (line: string) => console.error(line)

interface StartOptions {
  dev?: boolean
}

/** Runs everything on one machine until somebody stops it. */
export async function start(options: StartOptions = {}): Promise<void> {
  const undo: (() => void | Promise<void>)[] = []
  const children: Pick<KeptProcess, 'kill'>[] = []
  const onStopping = () => say('Stopping GOTRS … (press Ctrl-C again to stop at once)')
  const halt = haltRequest({ onStopping, onImpatience: () => endAtOnce(children) })
  // A closed terminal or pipe must not prevent the stop.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  try {
    const settings = readSettings()
    for (const odd of findOddNames()) say(oddNameText(odd))
    await startAll(settings, options, { halt, undo, children })
    await new Promise(resolve => halt.addEventListener('abort', resolve, { once: true }))
  } catch (error) {
    if (!halt.aborted) {
      report(error)
      process.exitCode = 1
    }
  }
  for (const step of undo.reverse()) await step()
  if (halt.aborted) say('GOTRS has stopped.')
  process.exit()
}

function endAtOnce(children: Pick<KeptProcess, 'kill'>[]): void {
  for (const child of children) child.kill()
  say('GOTRS was killed.')
  process.exit(130)
}

interface Running {
  halt: AbortSignal
  /** Steps to undo at the end, last first. */
  undo: (() => void | Promise<void>)[]
  /** Processes to kill if the person does not want to wait. */
  children: Pick<KeptProcess, 'kill'>[]
}

async function startAll(settings: Settings, options: StartOptions, { halt, undo, children }: Running): Promise<void> {
  const lock = lockDataDir(settings.dataDir)
  undo.push(lock.release)
  await requireFreePorts(settings, lock.isTakenOver ? 12_000 : 0)
  await requireValkey(settings)
  const keys = await provideSecretKeys(settings)
  const database = await provideDatabase(settings, say)
  undo.push(database.stop)
  children.push(database)
  halt.throwIfAborted()
  await migrateDatabase(database.url).catch(error => {
    throw databaseTrouble(error, database.url)
  })
  halt.throwIfAborted()
  const lost = lostSecretsText(await inspectSecrets(database.url, keys))
  if (lost) say(lost)
  const env = environment(settings, database.url, keys)
  if (settings.hasDemo) await seedOnce(settings.dataDir, env, halt)
  halt.throwIfAborted()

  const processes = ['server', 'mail-worker'].map(name => keepRunning({ name, env, say, waitsForRestart: options.dev }))
  if (options.dev) reloadOnMessage({ databaseUrl: database.url, processes, say })
  children.push(...processes)
  undo.push(async () => {
    await Promise.all(processes.map(it => it.stop()))
  })
  const halted = new Promise<void>((_, reject) =>
    halt.addEventListener('abort', () => reject(halt.reason), { once: true }),
  )
  await Promise.race([halted, Promise.all([...processes.map(it => it.ready), untilServerAnswers(settings, halt)])])
  announce({ ...settings, hasAdmin: (await inspectBeginning(database.url)).hasAdmin })
}

async function requireValkey({ valkeyUrl }: Settings): Promise<void> {
  const finding = valkeyUrl ? await checkValkey(valkeyUrl) : null
  if (finding?.state !== 'trouble') return
  // It works until its memory is full: a warning, not a reason to stop.
  if (finding.subject === 'Valkey policy') say(`Valkey at ${finding.detail}`)
  else throw new Error(`Valkey at ${finding.detail}`)
}

function environment(settings: Settings, databaseUrl: string, keys: SecretKeys): NodeJS.ProcessEnv {
  return childEnvironment({
    ...mallocEnvironment,
    PORT: String(settings.port),
    HOST: settings.host,
    BASE_URL: settings.baseUrl,
    DATA_DIR: settings.dataDir,
    DATABASE_URL: databaseUrl,
    ...keyEnvironment(keys),
    SMTP_IN_PORT: String(settings.smtpInPort),
    LMTP_IN_PORT: String(settings.lmtpInPort),
    DEMO: settings.hasDemo ? '1' : '0',
    LOG_LEVEL: settings.logLevel,
    WEB_DIR: webDir(),
  })
}
