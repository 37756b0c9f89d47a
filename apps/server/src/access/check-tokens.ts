import type { Action } from '@gotrs/contract/permissions'
import { loginFor, type Scope, scopeOf, scopes, scopesFor } from '@gotrs/contract/scopes'
import { type Answer, attempt, permissionOf } from './attempt.ts'
import type { Kind } from './held-access.ts'
import type { CaseResult } from './results.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

export const tokenOwners = ['omar', 'ana', 'admin'] as const

/**
 * The access that a call with a token of this scope may give (`held-access.ts`): only what the scope is meant for.
 * Anything else is an appointment or a credential, and needs a login (ADR 18).
 */
const mayGive: Partial<Record<Scope, Kind[]>> = {
  // Work on a ticket adds participants, and creates accounts for people who are new to the desk.
  'tickets:write': ['account', 'ticket', 'mail'],
  // The new customer proves the address by a mail link, and reads their own tickets.
  'users:write': ['account'],
}

/** An address of the desk with the signature that proves who writes to it. */
const signedAddress = /\+(?:[tn]\d+|fwd)(?:x[0-9a-z]+)?-[a-z2-7]{16,20}@/

/** A token reaches as far as its scopes and its owner, and no further. */
export async function checkTokens(served: ServedScene, name: string, answers: CaseResult[]): Promise<string[]> {
  const permission = permissionOf(name)
  if (permission === undefined || permission === 'anyone') return []
  return [
    ...(await checkScopes(served, name, permission, answers)),
    ...answers.flatMap(result => [
      ...[...result.byToken].flatMap(([owner, answer]) =>
        checkToken(served, name, result, { owner, answer, permission }),
      ),
      ...(result.byFullToken
        ? checkToken(served, name, result, { owner: 'admin', answer: result.byFullToken, permission })
        : []),
    ]),
  ]
}

type ByToken = { owner: Parameters<CaseResult['byPerson']['get']>[0]; answer: Answer; permission: Action }

function checkToken(
  { secrets }: ServedScene,
  name: string,
  { testCase, byPerson }: CaseResult,
  { owner, answer, permission }: ByToken,
): string[] {
  const own = byPerson.get(owner)?.code
  const what = `${name}: a token of ${owner} got \`${answer.code}\` for \`${testCase.name}\``
  const isLess = answer.code === 'forbidden' || answer.code === 'not_found'
  const extra = answer.gains.filter(kind => !(mayGive[scopeOf[permission]] ?? []).includes(kind))
  return [
    ...(answer.code !== own && !isLess ? [`${what}, and ${owner} by a login \`${own}\`.`] : []),
    ...(loginFor[permission] !== 'any' && answer.code !== 'forbidden'
      ? [`${what}, though ${permission} needs a login; expected forbidden.`]
      : []),
    ...(extra.length > 0 ? [`${what}, and it gave access that its scope is not for: ${extra.join(' ')}.`] : []),
    ...(signedAddress.test(answer.text) ? [`${what}, with an address that proves who writes to it.`] : []),
    ...secretsIn(answer.text, secrets).map(secret => `${what}, with ${secret}.`),
  ]
}

/** A token without the scope is rejected before its input is read: the first input is enough. */
async function checkScopes(
  served: ServedScene,
  name: string,
  permission: Action,
  [first]: CaseResult[],
): Promise<string[]> {
  const wrong: string[] = []
  for (const missing of scopesFor(permission)) {
    for (const person of tokenOwners) {
      const others = scopes.filter(it => it !== missing)
      const { code } = await attempt(served, name, first?.testCase.input, { person, scopes: others })
      if (code !== 'insufficient_scope')
        wrong.push(`${name}: a token of ${person} without ${missing} got \`${code}\`; expected insufficient_scope.`)
    }
  }
  return wrong
}
