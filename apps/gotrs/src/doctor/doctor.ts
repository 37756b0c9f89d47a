import { styleText } from 'node:util'
import { findOddNames, readSettings, type Settings } from '../env.ts'
import { sentence } from '../report.ts'
import { findSecretKeys } from '../secrets/secret-keys.ts'
import { oddNameText } from '../settings-typos.ts'
import { checkDatabase } from './database.ts'
import { type Finding, fine, note, trouble } from './finding.ts'
import { checkDataDir, checkNode } from './machine.ts'
import { checkServer } from './network.ts'
import { checkValkey } from './valkey.ts'

/** Checks everything, changes nothing, and sets exit code 1 if a check fails. */
export async function doctor({ json }: { json?: boolean }): Promise<void> {
  const findings = [checkNode(), ...(await checkSettings())]
  const troubles = findings.filter(it => it.state === 'trouble').length
  if (troubles > 0) process.exitCode = 1
  if (json) return console.log(JSON.stringify({ troubles, findings }))
  for (const finding of findings) console.log(line(finding))
  console.log(
    troubles === 0
      ? '\nNo problems found.'
      : `\n${troubles} ${troubles === 1 ? 'problem' : 'problems'} found, see FAIL above.`,
  )
}

async function checkSettings(): Promise<Finding[]> {
  let settings: Settings
  try {
    settings = readSettings()
  } catch (error) {
    return [trouble('Settings', sentence(error))]
  }
  const parts = [
    checkDataDir(settings),
    checkSecretKey(settings),
    checkDatabase(settings),
    checkServer(settings),
    settings.valkeyUrl
      ? checkValkey(settings.valkeyUrl)
      : note('Valkey', 'VALKEY_URL is not set; sessions and limits use Postgres.'),
  ]
  const typos = findOddNames().map(it => (it.meant ? trouble : note)('Settings', oddNameText(it)))
  return [fine('Settings', 'valid'), ...typos, ...(await Promise.all(parts)).flat()]
}

async function checkSecretKey(settings: Settings): Promise<Finding> {
  if (settings.secretKey) return fine('SECRET_KEY', 'is set')
  try {
    return (await findSecretKeys(settings))
      ? fine('SECRET_KEY', 'is in the data folder')
      : note('SECRET_KEY', 'gotrs start creates one.')
  } catch (error) {
    return trouble('SECRET_KEY', sentence(error))
  }
}

function line({ state, subject, detail }: Finding): string {
  const mark = { fine: styleText('green', 'ok   '), note: '-    ', trouble: styleText('red', 'FAIL ') }[state]
  return `${mark} ${subject.padEnd(13)} ${detail}`
}
