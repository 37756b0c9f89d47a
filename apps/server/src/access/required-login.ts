import { randomUUID } from 'node:crypto'
import type { RequiredLogin } from '@gotrs/contract/scopes'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { attempt } from './attempt.ts'
import type { ServedScene } from './served-scene.ts'

/** The weakest login that a procedure accepts. Tries one after the other, as an admin. */
export async function requiredLogin(served: ServedScene, name: string): Promise<RequiredLogin> {
  const tries: [RequiredLogin, Credential][] = [
    ['any', { kind: 'apiToken', tokenId: randomUUID() }],
    ['login', { kind: 'login', familyId: served.logins.old }],
    ['recentLogin', { kind: 'login', familyId: served.logins.recent }],
  ]
  for (const [login, credential] of tries) if (await isEnough(served, name, credential)) return login
  return 'browser'
}

/** With an empty input: the procedure rejects a login that is too weak before it reads the input. */
async function isEnough(served: ServedScene, name: string, credential: Credential): Promise<boolean> {
  const { code, text } = await attempt(served, name, {}, { person: 'admin', credential })
  return code !== 'forbidden' || !text.includes('"action"')
}
