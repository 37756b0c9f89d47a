import { type Scope, scopeOf } from '@gotrs/contract/scopes'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import type { RestRoute } from './route.ts'

const metaOf = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>
const permissionOf = (name: string) => metaOf[name]?._def.meta?.permission ?? 'anyone'

type Row = Pick<RestRoute, 'procedures' | 'needsLogin'>

/** What a token has to carry for a row: the scopes of all procedures behind it. */
export function scopesOf({ procedures }: Row): Scope[] {
  const scopes = procedures
    .map(permissionOf)
    .flatMap(permission => (permission === 'anyone' ? [] : scopeOf[permission]))
  return [...new Set(scopes)]
}

/** Nobody has to be logged in for it. A token that is not good is refused all the same. */
export const isForAnyone = ({ procedures, needsLogin = false }: Row): boolean =>
  !needsLogin && procedures.every(name => permissionOf(name) === 'anyone')
