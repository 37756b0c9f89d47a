import { randomUUID } from 'node:crypto'
import type { RequiredLogin } from '@gotrs/contract/scopes'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { hour, minute } from '@gotrs/core/testing/world'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { attempt } from './attempt.ts'
import type { ServedScene } from './served-scene.ts'

/** The least login that is enough for a procedure, by trying one after the other as an admin. */
export async function loginNeeded(served: ServedScene, name: string): Promise<RequiredLogin> {
  const tries: [RequiredLogin, Credential][] = [
    ['any', { kind: 'apiToken', tokenId: randomUUID() }],
    ['login', { kind: 'login', familyId: served.logins.old }],
    ['recentLogin', { kind: 'login', familyId: served.logins.recent }],
  ]
  for (const [login, credential] of tries) if (await isEnough(served, name, credential)) return login
  return 'browser'
}

/** With an empty input: a login that is not enough is refused before the input is read. */
async function isEnough(served: ServedScene, name: string, credential: Credential): Promise<boolean> {
  const { code, text } = await attempt(served, name, {}, { person: 'admin', credential })
  return code !== 'forbidden' || !text.includes('"action"')
}

/** Two API logins of the admin: one just made, one more than a quarter of an hour ago. */
export async function openLogins({ db, admin, now }: ServedScene['world']): Promise<ServedScene['logins']> {
  const made = async (ago: number) => {
    const [id, at] = [randomUUID(), now().getTime()]
    const times = { createdAt: new Date(at - ago), lastUsedAt: new Date(at), expiresAt: new Date(at + hour) }
    await db.insert(tokenFamilies).values({ id, userId: admin.id, ...times })
    return id
  }
  return { old: await made(16 * minute), recent: await made(0) }
}
