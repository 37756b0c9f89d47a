import { DeskError } from '@gotrs/contract/errors'
import type { Action } from '@gotrs/contract/permissions'
import { loginFor, type RequiredLogin } from '@gotrs/contract/scopes'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { eq } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import { accessSeconds } from './access-token.ts'
import type { Credential } from './credentials.ts'

type LoginKernel = Pick<Kernel, 'db' | 'now'>

/** Rejects an action that needs another kind of login (`loginFor`). @throws DeskError `forbidden` */
export async function requireLogin(kernel: LoginKernel, credential: Credential | null, action: Action): Promise<void> {
  const required: RequiredLogin = loginFor[action]
  if (required === 'any' || credential?.kind === 'session') return
  if (required === 'browser') throw refused(action, 'Only a browser session can do this: log in to the app')
  if (credential?.kind !== 'login') {
    throw refused(
      action,
      'An API token cannot do this: log in to the app, or use the access token of POST /api/auth/login',
    )
  }
  if (required === 'recentLogin' && !(await isRecent(kernel, credential.familyId))) {
    throw refused(action, 'This login is older than 15 minutes: log in again with POST /api/auth/login')
  }
}

/** Measured from the entry of the password: a refresh does not prove that the owner is calling. */
async function isRecent({ db, now }: LoginKernel, familyId: string): Promise<boolean> {
  const [login] = await db
    .select({ createdAt: tokenFamilies.createdAt })
    .from(tokenFamilies)
    .where(eq(tokenFamilies.id, familyId))
  return login !== undefined && now().getTime() - login.createdAt.getTime() < accessSeconds * 1000
}

const refused = (action: Action, reason: string) => new DeskError('forbidden', { action, reason })
