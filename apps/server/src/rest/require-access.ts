import { DeskError } from '@gotrs/contract/errors'
import { requireLogin } from '@gotrs/core/accounts/require-login'
import { noToken } from '../http/caller.ts'
import type { Context } from '../trpc.ts'
import type { RestRoute } from './route.ts'
import { actionsOf, isForAnyone, scopesOf } from './scopes-of.ts'

type Row = Pick<RestRoute, 'procedures' | 'needsLogin'>

/**
 * All at once, before anything is read or done: a call that ended half-way would be made again.
 * @throws DeskError `not_logged_in`, `insufficient_scope` with all that are missing, `forbidden` for a credential that is not enough
 */
export async function requireAccess({ desk, actor, credential, scopes }: Context, row: Row): Promise<void> {
  if (!actor && !isForAnyone(row)) throw new DeskError('not_logged_in', noToken)
  const missing = scopes === null ? [] : scopesOf(row).filter(scope => !scopes.includes(scope))
  if (missing.length > 0) throw new DeskError('insufficient_scope', { scope: missing.join(' ') })
  for (const action of actionsOf(row)) await requireLogin(desk, credential, action)
}
