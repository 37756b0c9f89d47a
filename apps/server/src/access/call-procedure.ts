import { loginFor, type RequiredLogin, type Scope, scopes, scopesFor } from '@gotrs/contract/scopes'
import { attempt, permissionOf } from './attempt.ts'
import { callRows, rowsOf } from './call-rows.ts'
import { people } from './callers.ts'
import { casesOf } from './cases.ts'
import { checkAnswers } from './check-answers.ts'
import { checkTokens, tokenOwners } from './check-tokens.ts'
import { fileOf, inputsOf } from './inputs.ts'
import { requiredLogin } from './required-login.ts'
import type { CaseResult, Line, Report } from './results.ts'
import { nameOf } from './rows-by-hand.ts'
import type { ServedScene } from './served-scene.ts'

/** Calls one procedure with every test input, as every person, by tRPC and by the REST row that it declares. */
export async function callProcedure(served: ServedScene, name: string): Promise<Report> {
  if (Object.keys(inputsOf(name)).length === 0) {
    const [, verb] = name.split('.')
    return { name, head: '', lines: [], wrong: [`${name} has no input in ${fileOf(name)}; add one: \`${verb}: …\`.`] }
  }
  const answers: CaseResult[] = []
  for (const testCase of casesOf(name, served.scene)) answers.push(await answersTo(served, name, testCase))
  const login = await requiredLogin(served, name)
  return {
    name,
    head: [headOf(name, login), ...rowsOf(name).map(nameOf)].join('; '),
    lines: answers.map(lineOf),
    wrong: [
      ...checkAnswers(served, name, answers),
      ...(await checkTokens(served, name, answers)),
      ...checkLogin(name, login),
      ...(await callRows(served, name, answers)),
    ],
  }
}

async function answersTo(served: ServedScene, name: string, testCase: CaseResult['testCase']): Promise<CaseResult> {
  const { input } = testCase
  const permission = permissionOf(name)
  const result: CaseResult = { testCase, byPerson: new Map(), byToken: new Map(), byFullToken: null }
  for (const person of peopleFor(name)) result.byPerson.set(person, await attempt(served, name, input, { person }))
  if (permission === undefined || permission === 'anyone') return result
  for (const person of tokenOwners) {
    const answer = await attempt(served, name, input, { person, scopes: scopesFor(permission) })
    result.byToken.set(person, answer)
  }
  result.byFullToken = await attempt(served, name, input, { person: 'admin', scopes })
  return result
}

/** Four kinds of callers are enough where no permission is needed: these calls hash passwords. */
const peopleFor = (name: string) =>
  permissionOf(name) === 'anyone' ? (['nobody', 'omar', 'ana', 'admin'] as const) : people

function headOf(name: string, login: RequiredLogin): string {
  const permission = permissionOf(name)
  if (permission === undefined || permission === 'anyone') return 'anyone'
  const needed: Scope[] = scopesFor(permission)
  return `${permission}; ${login === 'any' ? `token ${needed.join(' ')}` : `${login}, no token`}`
}

function checkLogin(name: string, login: RequiredLogin): string[] {
  const permission = permissionOf(name)
  const declared = permission === undefined || permission === 'anyone' ? 'any' : loginFor[permission]
  return login === declared ? [] : [`${name} takes the login \`${login}\`; ${permission} declares \`${declared}\`.`]
}

function lineOf({ testCase, byPerson, byToken, byFullToken }: CaseResult): Line {
  const codes = new Map([...byPerson].map(([person, { code }]) => [person as string, code]))
  const others = [...byToken].filter(([owner, { code }]) => code !== byPerson.get(owner)?.code)
  const admin = byPerson.get('admin')
  const gains = admin?.gains.join(' ')
  const gainsByToken = byFullToken?.gains.join(' ') || byFullToken?.code
  return {
    name: testCase.name,
    codes,
    more: [
      ...others.map(([owner, { code }]) => `a token of ${owner} gets ${code}`),
      ...(gains
        ? [`gains ${gains}${byFullToken && gainsByToken !== gains ? `; by a token: ${gainsByToken}` : ''}`]
        : []),
      ...(admin?.visible ?? []).map(event => `event ${event}`),
    ],
  }
}
