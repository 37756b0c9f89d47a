import type { Action } from '@gotrs/contract/permissions'
import { loginFor, type Scope, scopeOf, scopes, scopesFor } from '@gotrs/contract/scopes'
import { attempt, permissionOf, type Said } from './attempt.ts'
import type { Kind } from './holdings.ts'
import type { Answered } from './played.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

export const tokenOwners = ['omar', 'ana', 'admin'] as const

/**
 * What a call with a token of this scope may add to what people hold (`holdings.ts`): nothing, but for what the scope is
 * there for. Anything else is an appointment or a credential, and needs a login (ADR 18).
 */
const mayAdd: Partial<Record<Scope, Kind[]>> = {
  // Working on a ticket decides who takes part in it, and makes people known who are new to the desk.
  'tickets:write': ['account', 'ticket', 'mail'],
  // A customer who is known, proves the address by a mail link, and reads their own tickets.
  'users:write': ['account'],
}

/** An address of the desk with the secret part that proves who writes to it. */
const signedAddress = /\+(?:[tn]\d+|fwd)(?:x[0-9a-z]+)?-[a-z2-7]{16,20}@/

/** A token reaches as far as its scopes and its owner, and no further. */
export async function judgeTokens(served: ServedScene, name: string, answers: Answered[]): Promise<string[]> {
  const permission = permissionOf(name)
  if (permission === undefined || permission === 'anyone') return []
  return [
    ...(await judgeScopes(served, name, permission, answers)),
    ...answers.flatMap(answered => [
      ...[...answered.byToken].flatMap(([owner, said]) =>
        judgeToken(served, name, answered, { owner, said, permission }),
      ),
      ...(answered.byFullToken
        ? judgeToken(served, name, answered, { owner: 'admin', said: answered.byFullToken, permission })
        : []),
    ]),
  ]
}

type ByToken = { owner: Parameters<Answered['byPerson']['get']>[0]; said: Said; permission: Action }

function judgeToken(
  { secrets }: ServedScene,
  name: string,
  { asked, byPerson }: Answered,
  { owner, said, permission }: ByToken,
): string[] {
  const own = byPerson.get(owner)?.code
  const what = `${name}: a token of ${owner} got \`${said.code}\` for \`${asked.name}\``
  const isLess = said.code === 'forbidden' || said.code === 'not_found'
  const extra = said.adds.filter(kind => !(mayAdd[scopeOf[permission]] ?? []).includes(kind))
  return [
    ...(said.code !== own && !isLess ? [`${what}, and ${owner} by a login \`${own}\`.`] : []),
    ...(loginFor[permission] !== 'any' && said.code !== 'forbidden'
      ? [`${what}, though ${permission} needs a login; expected forbidden.`]
      : []),
    ...(extra.length > 0 ? [`${what}, and somebody holds more by it than its scope is for: ${extra.join(' ')}.`] : []),
    ...(signedAddress.test(said.text) ? [`${what}, with an address that proves who writes to it.`] : []),
    ...secretsIn(said.text, secrets).map(secret => `${what}, with ${secret}.`),
  ]
}

/** A token without the scope is refused before its input is read: the first input is enough. */
async function judgeScopes(
  served: ServedScene,
  name: string,
  permission: Action,
  [first]: Answered[],
): Promise<string[]> {
  const wrong: string[] = []
  for (const missing of scopesFor(permission)) {
    for (const person of tokenOwners) {
      const others = scopes.filter(it => it !== missing)
      const { code } = await attempt(served, name, first?.asked.input, { person, scopes: others })
      if (code !== 'insufficient_scope')
        wrong.push(`${name}: a token of ${person} without ${missing} got \`${code}\`; expected insufficient_scope.`)
    }
  }
  return wrong
}
