import { migrateDatabase } from '@gotrs/db/migrate'
import { databaseTrouble } from '../database/reach.ts'
import { childEnvironment, readSettings, type Settings } from '../env.ts'
import { report } from '../report.ts'
import { webDir } from '../run/web-dir.ts'
import { announce } from './announce.ts'
import { provideDatabase } from './database.ts'
import { seedOnce } from './demo.ts'
import { haltRequest } from './halt.ts'
import { keepRunning } from './keep-running.ts'
import { lockDataDir } from './lock.ts'
import { requireFreePorts } from './ports.ts'
import { untilServerAnswers } from './readiness.ts'
import { provideSecretKey } from './secret-key.ts'

const say = (line: string) => console.error(line)

interface StartOptions {
  watch?: boolean
}

/** Everything on one machine, until somebody stops it. */
export async function start(options: StartOptions = {}): Promise<void> {
  const halt = haltRequest()
  const undo: (() => void | Promise<void>)[] = []
  try {
    await startAll(readSettings(), options, halt, undo)
    await new Promise(resolve => halt.addEventListener('abort', resolve, { once: true }))
  } catch (error) {
    if (!halt.aborted) {
      report(error)
      process.exitCode = 1
    }
  }
  for (const step of undo.reverse()) await step()
  process.exit()
}

async function startAll(
  settings: Settings,
  options: StartOptions,
  halt: AbortSignal,
  undo: (() => void | Promise<void>)[],
): Promise<void> {
  const lock = lockDataDir(settings.dataDir)
  undo.push(lock.release)
  await requireFreePorts(settings, lock.isTakenOver ? 12_000 : 0)
  const secretKey = await provideSecretKey(settings)
  const database = await provideDatabase(settings, say)
  undo.push(database.stop)
  halt.throwIfAborted()
  await migrateDatabase(database.url).catch(error => {
    throw databaseTrouble(error, database.url)
  })
  halt.throwIfAborted()
  const env = environment(settings, database.url, secretKey)
  if (settings.hasDemo) await seedOnce(settings.dataDir, env, halt)
  halt.throwIfAborted()

  const processes = ['server', 'mail-worker'].map(name => keepRunning({ name, env, say, ...options }))
  undo.push(async () => {
    await Promise.all(processes.map(it => it.stop()))
  })
  const halted = new Promise<void>((_, reject) =>
    halt.addEventListener('abort', () => reject(halt.reason), { once: true }),
  )
  await Promise.race([halted, Promise.all([...processes.map(it => it.ready), untilServerAnswers(settings, halt)])])
  announce(settings)
}

function environment(settings: Settings, databaseUrl: string, secretKey: string): NodeJS.ProcessEnv {
  return childEnvironment({
    PORT: String(settings.port),
    HOST: settings.host,
    BASE_URL: settings.baseUrl,
    DATA_DIR: settings.dataDir,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: secretKey,
    SMTP_IN_PORT: String(settings.smtpInPort),
    LMTP_IN_PORT: String(settings.lmtpInPort),
    DEMO: settings.hasDemo ? '1' : '0',
    LOG_LEVEL: settings.logLevel,
    WEB_DIR: webDir(),
  })
}
