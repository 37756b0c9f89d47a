import { loginFor, type RequiredLogin, type Scope, scopes, scopesFor } from '@gotrs/contract/scopes'
import { attempt, permissionOf } from './attempt.ts'
import { people } from './callers.ts'
import { casesOf } from './cases.ts'
import { fileOf, inputsOf } from './inputs.ts'
import { judge } from './judge.ts'
import { judgeTokens, tokenOwners } from './judge-tokens.ts'
import { loginNeeded } from './login-needed.ts'
import { playRows, rowsOf } from './play-rows.ts'
import type { Answered, Line, Played } from './played.ts'
import { nameOf } from './rows-by-hand.ts'
import type { ServedScene } from './served-scene.ts'

/** Asks one procedure everything, of everybody, by tRPC and by the REST row that it declares. */
export async function playProcedure(served: ServedScene, name: string): Promise<Played> {
  if (Object.keys(inputsOf(name)).length === 0) {
    const [, verb] = name.split('.')
    return { name, head: '', lines: [], wrong: [`${name} has no input in ${fileOf(name)}; add one: \`${verb}: …\`.`] }
  }
  const answers: Answered[] = []
  for (const asked of casesOf(name, served.scene)) answers.push(await answersTo(served, name, asked))
  const login = await loginNeeded(served, name)
  return {
    name,
    head: [headOf(name, login), ...rowsOf(name).map(nameOf)].join('; '),
    lines: answers.map(lineOf),
    wrong: [
      ...judge(served, name, answers),
      ...(await judgeTokens(served, name, answers)),
      ...judgeLogin(name, login),
      ...(await playRows(served, name, answers)),
    ],
  }
}

async function answersTo(served: ServedScene, name: string, asked: Answered['asked']): Promise<Answered> {
  const { input } = asked
  const permission = permissionOf(name)
  const answered: Answered = { asked, byPerson: new Map(), byToken: new Map(), byFullToken: null }
  for (const person of peopleFor(name)) answered.byPerson.set(person, await attempt(served, name, input, { person }))
  if (permission === undefined || permission === 'anyone') return answered
  for (const person of tokenOwners) {
    const said = await attempt(served, name, input, { person, scopes: scopesFor(permission) })
    answered.byToken.set(person, said)
  }
  answered.byFullToken = await attempt(served, name, input, { person: 'admin', scopes })
  return answered
}

/** Four kinds of callers are enough where nobody's rights are asked: these hash passwords. */
const peopleFor = (name: string) =>
  permissionOf(name) === 'anyone' ? (['nobody', 'omar', 'ana', 'admin'] as const) : people

function headOf(name: string, login: RequiredLogin): string {
  const permission = permissionOf(name)
  if (permission === undefined || permission === 'anyone') return 'anyone'
  const needed: Scope[] = scopesFor(permission)
  return `${permission}; ${login === 'any' ? `token ${needed.join(' ')}` : `${login}, no token`}`
}

function judgeLogin(name: string, login: RequiredLogin): string[] {
  const permission = permissionOf(name)
  const declared = permission === undefined || permission === 'anyone' ? 'any' : loginFor[permission]
  return login === declared ? [] : [`${name} takes the login \`${login}\`; ${permission} declares \`${declared}\`.`]
}

function lineOf({ asked, byPerson, byToken, byFullToken }: Answered): Line {
  const codes = new Map([...byPerson].map(([person, { code }]) => [person as string, code]))
  const others = [...byToken].filter(([owner, { code }]) => code !== byPerson.get(owner)?.code)
  const admin = byPerson.get('admin')
  const adds = admin?.adds.join(' ')
  const added = byFullToken?.adds.join(' ') || byFullToken?.code
  return {
    asked: asked.name,
    codes,
    more: [
      ...others.map(([owner, { code }]) => `a token of ${owner} gets ${code}`),
      ...(adds ? [`adds ${adds}${byFullToken && added !== adds ? `; by a token: ${added}` : ''}`] : []),
      ...(admin?.told ?? []).map(event => `tells ${event}`),
    ],
  }
}
