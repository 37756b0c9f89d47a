import { DeskError } from '@gotrs/contract/errors'
import { requireLogin } from '@gotrs/core/accounts/require-login'
import { noToken } from '../http/caller.ts'
import type { Context } from '../trpc.ts'
import type { RestRoute } from './route.ts'
import { actionsOf, isForAnyone, scopesOf } from './scopes-of.ts'

type Row = Pick<RestRoute, 'procedures' | 'needsLogin'>

/**
 * Checks everything first, before the call reads or writes: a program would repeat a call that stopped half-way.
 * @throws DeskError `not_logged_in`, `insufficient_scope` with all missing scopes, `forbidden` for a credential that is
 * too weak
 */
export async function requireAccess({ desk, actor, credential, scopes }: Context, row: Row): Promise<void> {
  if (!actor && !isForAnyone(row)) throw new DeskError('not_logged_in', noToken)
  const missing = scopes === null ? [] : scopesOf(row).filter(scope => !scopes.includes(scope))
  if (missing.length > 0) throw new DeskError('insufficient_scope', { scope: missing.join(' ') })
  for (const action of actionsOf(row)) await requireLogin(desk, credential, action)
}
