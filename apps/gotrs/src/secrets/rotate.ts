import { withDatabase } from '../database/with-database.ts'
import { readSettings } from '../env.ts'
import { type Rotation, rotateKeys } from './rotate-keys.ts'

export async function rotate({ json = false }: { json?: boolean }): Promise<void> {
  const settings = readSettings()
  const rotation = await withDatabase(databaseUrl => rotateKeys(databaseUrl, settings))
  console.log(json ? JSON.stringify(rotation) : rotationText(rotation, { isInFile: !settings.secretKey }))
  if (rotation.lost.length > 0) process.exitCode = 1
}

export function rotationText(rotation: Rotation, { isInFile }: { isInFile: boolean }): string {
  const { outcome, keyId, lost } = rotation
  if (outcome === 'prepared') return preparedText(rotation)
  const lines = [
    {
      rotated: `Created the key ${keyId}: ${sealedText(rotation)}.`,
      finished: `Finished the rotation to the key ${keyId}: ${sealedText(rotation)}.`,
      unchanged: unchangedText(rotation),
    }[outcome],
    ...(lost.length > 0
      ? [`No listed key decrypts the secrets of ${lost.join(', ')}: add their key, and run this command again.`]
      : []),
    isInFile
      ? 'Running processes use the new key within seconds. Back up the file secret-key in DATA_DIR.'
      : 'Make sure that every process runs with these keys.',
    dropText(isInFile),
  ]
  return lines.join('\n')
}

const sealedText = ({ resealed, secrets }: Rotation) => `encrypted ${resealed} of ${secrets} secrets again`

const unchangedText = ({ keyId, secrets }: Rotation) =>
  `The current key ${keyId} encrypts all ${secrets} secrets already. To rotate once more, set a new SECRET_KEY and put ` +
  'the current one first in SECRET_KEYS_OLD.'

const preparedText = ({ newSecretKey, oldKeyIds }: Rotation) =>
  [
    'Nothing has changed yet. Set these for every process, with the current SECRET_KEY in place of the dots, restart them,',
    'and run gotrs secrets rotate again:',
    `SECRET_KEY=${newSecretKey}`,
    `SECRET_KEYS_OLD=... (the key ${oldKeyIds.join(', ')})`,
  ].join('\n')

/** A refresh token expires thirty days after its last use. */
const dropText = (isInFile: boolean) =>
  `Remove the old keys after 30 days, ${isInFile ? 'by deleting their lines from that file' : 'from SECRET_KEYS_OLD'}. ` +
  'Logins of programs that were idle since then expire, and GOTRS matches replies to mails from before the rotation ' +
  'only by their headers.'
