import type { Action } from '@gotrs/contract/permissions'
import { loginFor, type Scope, scopesFor } from '@gotrs/contract/scopes'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import type { RestRoute } from './route.ts'

const metaOf = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>
const permissionOf = (name: string) => metaOf[name]?._def.meta?.permission ?? 'anyone'

/** The actions of the permission table that a row needs. */
export const actionsOf = ({ procedures }: Row): Action[] =>
  procedures.map(permissionOf).flatMap(permission => (permission === 'anyone' ? [] : [permission]))

type Row = Pick<RestRoute, 'procedures' | 'needsLogin'>

/** The scopes that a token needs for a row: those of all its procedures. */
export function scopesOf(row: Row): Scope[] {
  return [...new Set(actionsOf(row).flatMap(scopesFor))]
}

/** It needs no login. An invalid token is rejected all the same. */
export const isForAnyone = ({ procedures, needsLogin = false }: Row): boolean =>
  !needsLogin && procedures.every(name => permissionOf(name) === 'anyone')

/** A personal API token is rejected, with any scopes. */
export const needsPassword = (row: Row): boolean => actionsOf(row).some(action => loginFor[action] !== 'any')
