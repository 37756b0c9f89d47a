import { type Action, permissions } from './permissions.ts'

/** What a personal API token may be used for. It never reaches further than its owner does. */
export const scopes = [
  'tickets:read',
  'tickets:write',
  'events:read',
  'users:read',
  'users:write',
  'account:write',
  'mail:read',
  'settings:read',
  'settings:write',
] as const
export type Scope = (typeof scopes)[number]

const rows = Object.entries(permissions) as [Action, (typeof permissions)[Action]][]

/** What a token must carry for each action. */
export const scopeOf = Object.fromEntries(rows.map(([action, { scope }]) => [action, scope satisfies Scope])) as Record<
  Action,
  Scope
>

/** All that a token must carry for an action: a second scope where the action also reads. */
export function scopesFor(action: Action): Scope[] {
  const row = permissions[action]
  return 'alsoNeeds' in row ? [scopeOf[action], row.alsoNeeds] : [scopeOf[action]]
}

/**
 * With what somebody has to have logged in for an action:
 * - `any`: also by a personal API token with the scope
 * - `login`: by a browser or by an API login with a password. What outlives a token, or reaches further than its scopes,
 *   is not done by a token.
 * - `recentLogin`: as `login`, and an API login gave its password within the last quarter of an hour: a stolen refresh
 *   token is not enough
 * - `browser`: by the session of a browser alone
 */
export type RequiredLogin = 'any' | 'login' | 'recentLogin' | 'browser'

/** The login that each action needs. */
export const loginFor = Object.fromEntries(
  rows.map(([action, { login }]) => [action, login satisfies RequiredLogin]),
) as Record<Action, RequiredLogin>
