import { join } from 'node:path'
import { findRunningPostgres } from '@gotrs/db/embedded-postgres'
import { type DatabaseState, inspectDatabase } from '@gotrs/db/inspect'
import { databaseTrouble } from '../database/reach.ts'
import type { Settings } from '../env.ts'
import { sentence } from '../report.ts'
import { inspectSecrets, lostSecretsText, type SecretsState } from '../secrets/lost-secrets.ts'
import { findSecretKeys } from '../secrets/secret-keys.ts'
import { checkBeginning } from './beginning.ts'
import { type Finding, fine, note, trouble } from './finding.ts'
import { checkMail } from './mail.ts'

export async function checkDatabase(settings: Settings): Promise<Finding[]> {
  if (settings.databaseUrl) return inspect(settings, settings.databaseUrl, new URL(settings.databaseUrl).host)
  const running = await findRunningPostgres(join(settings.dataDir, 'postgres'))
  if (!running) return [note('Database', 'the embedded Postgres is not running; gotrs start starts it.')]
  return inspect(settings, running.url, 'the embedded Postgres')
}

async function inspect(settings: Settings, url: string, name: string): Promise<Finding[]> {
  try {
    const state = await inspectDatabase(url)
    const isWhole = state.appliedMigrations === state.knownMigrations
    const shown = [...judge(state, name), ...judgeRole(state)]
    if (!isWhole) return shown
    return [...shown, ...(await checkSecrets(settings, url)), ...(await checkBeginning(url)), await checkMail(url)]
  } catch (error) {
    const known = databaseTrouble(error, url)
    const detail = known === error ? `cannot use ${name} (${sentence(error)}).` : sentence(known)
    return [trouble('Database', detail)]
  }
}

/** The trigger on events still works; the role is the second barrier. */
function judgeRole({ canChangeEvents }: DatabaseState): Finding[] {
  if (!canChangeEvents) return []
  const how =
    'as a superuser run "create role gotrs_app; grant gotrs_app to" the user of DATABASE_URL, then run gotrs migrate'
  return [note('Audit log', `only a trigger protects it, because this user may not create the role gotrs_app: ${how}.`)]
}

/** Another check reports a key that cannot be read. */
async function checkSecrets(settings: Settings, url: string): Promise<Finding[]> {
  const keys = await findSecretKeys(settings).catch(() => null)
  if (keys === null) return []
  const state = await inspectSecrets(url, keys)
  const lost = lostSecretsText(state)
  return [fine('Secret keys', keysText(state)), ...(lost ? [trouble('SECRET_KEY', lost)] : [])]
}

function keysText({ counts: [current, ...old] }: SecretsState): string {
  const use = (it: SecretsState['counts'][number]) =>
    `${it.keyId} (${it.count} ${it.count === 1 ? 'secret' : 'secrets'})`
  const others = old.map(it => `, old ${use(it)}`).join('')
  const isUnfinished = old.some(it => it.count > 0)
  return `current ${current && use(current)}${others}${isUnfinished ? ': run gotrs secrets rotate' : ''}`
}

function judge({ serverVersion, appliedMigrations, knownMigrations }: DatabaseState, name: string): Finding[] {
  const version = `${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`
  const server =
    serverVersion >= 160_000
      ? fine('Database', `${name} responds, Postgres ${version}`)
      : trouble('Database', `${name} is Postgres ${version}: GOTRS needs 16 or newer, 18 is best.`)
  const pending = knownMigrations - appliedMigrations
  if (pending > 0) return [server, trouble('Migrations', `${pending} not applied yet: run gotrs migrate.`)]
  if (pending < 0) {
    return [server, trouble('Migrations', 'the database belongs to a newer GOTRS: install the newer version again.')]
  }
  return [server, fine('Migrations', `all ${knownMigrations} applied`)]
}
