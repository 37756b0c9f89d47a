import { randomUUID } from 'node:crypto'
import { hour, minute, type World } from '@gotrs/core/testing/world'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'

export type Logins = { old: string; recent: string }

/** Two API logins of the admin: one just made, one more than a quarter of an hour ago. */
export async function openLogins({ db, admin, now }: World): Promise<Logins> {
  const made = async (ago: number) => {
    const [id, at] = [randomUUID(), now().getTime()]
    const times = { createdAt: new Date(at - ago), lastUsedAt: new Date(at), expiresAt: new Date(at + hour) }
    await db.insert(tokenFamilies).values({ id, userId: admin.id, ...times })
    return id
  }
  return { old: await made(16 * minute), recent: await made(0) }
}
