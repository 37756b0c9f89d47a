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
      rotated: `Made the key ${keyId}: ${sealedText(rotation)}.`,
      finished: `Finished the rotation to the key ${keyId}: ${sealedText(rotation)}.`,
      unchanged: unchangedText(rotation),
    }[outcome],
    ...(lost.length > 0
      ? [`No listed key opens the secrets of ${lost.join(', ')}: add their key, and run this again.`]
      : []),
    isInFile
      ? 'Processes that run use the new key within seconds. Back up the file secret-key in DATA_DIR.'
      : 'Every process must have been started with these keys.',
    dropText(isInFile),
  ]
  return lines.join('\n')
}

const sealedText = ({ resealed, secrets }: Rotation) => `${resealed} of ${secrets} secrets sealed again`

const unchangedText = ({ keyId, secrets }: Rotation) =>
  `All ${secrets} secrets are under the current key ${keyId} already. To rotate once more, set a new SECRET_KEY and put ` +
  'the present one first in SECRET_KEYS_OLD.'

const preparedText = ({ newSecretKey, oldKeyIds }: Rotation) =>
  [
    'Nothing has changed yet. Set these for every process, with the present SECRET_KEY in place of the dots, restart them,',
    'and run gotrs secrets rotate again:',
    `SECRET_KEY=${newSecretKey}`,
    `SECRET_KEYS_OLD=... (the key ${oldKeyIds.join(', ')})`,
  ].join('\n')

/** A refresh token lives for thirty days after its last use. */
const dropText = (isInFile: boolean) =>
  `Drop the old keys after 30 days, ${isInFile ? 'by removing their lines from that file' : 'by removing them from SECRET_KEYS_OLD'}. ` +
  'Then logins of programs that were idle since have ended, and a reply to a mail from before the rotation is matched by ' +
  'its headers alone.'
