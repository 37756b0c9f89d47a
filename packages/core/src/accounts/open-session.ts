import type { Me } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { showMe } from './queries.ts'
import { readActors } from './read-actors.ts'
import type { AccountsKernel, OpenedSession } from './sessions.ts'

/** The browser that logs in; `replaces` is its session until now. */
export type Client = { userAgent: string; replaces: string | null }
export type LoggedIn = OpenedSession & { me: Me }

/** Opens a session for an authenticated person, always with a new id, and revokes the previous one. */
export async function openSession(kernel: AccountsKernel, userId: string, client: Client): Promise<LoggedIn> {
  const opened = await kernel.sessions.open(userId, { userAgent: client.userAgent })
  if (client.replaces) await kernel.sessions.revoke(client.replaces)
  const actor = (await readActors(kernel.db, [userId])).get(userId)
  if (!actor) {
    await kernel.sessions.revoke(opened.sessionId)
    throw new DeskError('wrong_credentials')
  }
  return { ...opened, me: showMe(actor) }
}
