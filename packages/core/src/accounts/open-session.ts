import type { Me } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { showMe } from './queries.ts'
import { readActors } from './read-actors.ts'
import type { AccountsKernel, OpenedSession } from './sessions.ts'

/** What is known of the browser; `replaces` is the session it had until now. */
export type Client = { userAgent: string; replaces: string | null }
export type LoggedIn = OpenedSession & { me: Me }

/** Logs a person in who has proven who they are: always under a new id; the one before is over. */
export async function openSession(kernel: AccountsKernel, userId: string, client: Client): Promise<LoggedIn> {
  const opened = await kernel.sessions.open(userId, { userAgent: client.userAgent })
  if (client.replaces) await kernel.sessions.close(client.replaces)
  const actor = (await readActors(kernel.db, [userId])).get(userId)
  if (!actor) {
    await kernel.sessions.close(opened.sessionId)
    throw new DeskError('wrong_credentials')
  }
  return { ...opened, me: showMe(actor) }
}
