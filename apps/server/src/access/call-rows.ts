import { scopeOf } from '@gotrs/contract/scopes'
import type { RestRoute } from '../rest/route.ts'
import { restRoutes } from '../rest/routes.ts'
import { needsPassword } from '../rest/scopes-of.ts'
import { permissionOf } from './attempt.ts'
import { callRow } from './call-row.ts'
import { described, people } from './callers.ts'
import type { CaseResult } from './results.ts'
import { isByHand, nameOf } from './rows-by-hand.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

/** One person of each role is enough: the row is made from the procedure's declaration, which decides. */
const oneOfEachRole = ['omar', 'ben', 'admin'] as const

/** The REST rows that a procedure declares. */
export const rowsOf = (name: string): RestRoute[] => restRoutes.filter(it => it.procedures[0] === name && !isByHand(it))

/** Calls the REST rows that a procedure declares: each must answer as the procedure does. */
export async function callRows(served: ServedScene, name: string, answers: CaseResult[]): Promise<string[]> {
  const wrong: string[] = []
  for (const row of rowsOf(name)) {
    for (const [at, result] of answers.entries())
      wrong.push(...(await checkRow(served, row, result, at === 0 ? people : oneOfEachRole)))
    wrong.push(...(await checkRowToken(served, row, answers[0]?.testCase.input)))
  }
  return wrong
}

async function checkRow(
  served: ServedScene,
  row: RestRoute,
  { testCase, byPerson }: CaseResult,
  callers: readonly (typeof people)[number][],
): Promise<string[]> {
  const wrong: string[] = []
  for (const person of callers) {
    const answer = await callRow(served, row, testCase.input, person)
    // Where no permission is needed, only some people called the procedure.
    const expected = (byPerson.get(person) ?? byPerson.get('omar'))?.code
    if (answer.code !== expected)
      wrong.push(
        `${nameOf(row)}: ${described[person]} got \`${answer.code}\` for \`${testCase.name}\`; ${row.procedures[0]} answers ${expected}.`,
      )
    for (const secret of secretsIn(answer.text, served.secrets))
      wrong.push(`${nameOf(row)}: ${described[person]} gets ${secret} for \`${testCase.name}\`.`)
  }
  return wrong
}

/** A row needs the scope of its procedure, and a login where that needs one. */
export async function checkRowToken(served: ServedScene, row: RestRoute, input: unknown): Promise<string[]> {
  const permission = permissionOf(row.procedures[0] ?? '') ?? 'anyone'
  if (permission === 'anyone') return []
  const without = await callRow(served, row, input, { without: scopeOf[permission] })
  const full = needsPassword(row) ? await callRow(served, row, input, { without: null }) : null
  return [
    ...(without.code !== 'insufficient_scope'
      ? [`${nameOf(row)}: a token without ${scopeOf[permission]} got \`${without.code}\`; expected insufficient_scope.`]
      : []),
    ...(full && full.code !== 'forbidden'
      ? [`${nameOf(row)}: a token got \`${full.code}\`, though ${permission} needs a login; expected forbidden.`]
      : []),
  ]
}
