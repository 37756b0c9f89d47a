import { scopeOf } from '@gotrs/contract/scopes'
import type { RestRoute } from '../rest/route.ts'
import { restRoutes } from '../rest/routes.ts'
import { needsPassword } from '../rest/scopes-of.ts'
import { askRow } from './ask-row.ts'
import { permissionOf } from './attempt.ts'
import { described, people } from './callers.ts'
import type { Answered } from './played.ts'
import { isByHand, nameOf } from './rows-by-hand.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

/** Of each role one: the row is made from the procedure's declaration, and decides by it. */
const oneOfEachRole = ['omar', 'ben', 'admin'] as const

/** The REST rows that a procedure declares. */
export const rowsOf = (name: string): RestRoute[] => restRoutes.filter(it => it.procedures[0] === name && !isByHand(it))

/** Asks the REST rows that a procedure declares: each answers as the procedure does. */
export async function playRows(served: ServedScene, name: string, answers: Answered[]): Promise<string[]> {
  const wrong: string[] = []
  for (const row of rowsOf(name)) {
    for (const [at, answered] of answers.entries())
      wrong.push(...(await playRow(served, row, answered, at === 0 ? people : oneOfEachRole)))
    wrong.push(...(await judgeRowToken(served, row, answers[0]?.asked.input)))
  }
  return wrong
}

async function playRow(
  served: ServedScene,
  row: RestRoute,
  { asked, byPerson }: Answered,
  callers: readonly (typeof people)[number][],
): Promise<string[]> {
  const wrong: string[] = []
  for (const person of callers) {
    const said = await askRow(served, row, asked.input, person)
    // Where nobody's rights are asked, the procedure was asked by some callers alone.
    const expected = (byPerson.get(person) ?? byPerson.get('omar'))?.code
    if (said.code !== expected)
      wrong.push(
        `${nameOf(row)}: ${described[person]} got \`${said.code}\` for \`${asked.name}\`; ${row.procedures[0]} answers ${expected}.`,
      )
    for (const secret of secretsIn(said.text, served.secrets))
      wrong.push(`${nameOf(row)}: ${described[person]} is told ${secret} for \`${asked.name}\`.`)
  }
  return wrong
}

/** A row needs the scope of its procedure, and a login where that needs one. */
export async function judgeRowToken(served: ServedScene, row: RestRoute, input: unknown): Promise<string[]> {
  const permission = permissionOf(row.procedures[0] ?? '') ?? 'anyone'
  if (permission === 'anyone') return []
  const without = await askRow(served, row, input, { without: scopeOf[permission] })
  const full = needsPassword(row) ? await askRow(served, row, input, { without: null }) : null
  return [
    ...(without.code !== 'insufficient_scope'
      ? [`${nameOf(row)}: a token without ${scopeOf[permission]} got \`${without.code}\`; expected insufficient_scope.`]
      : []),
    ...(full && full.code !== 'forbidden'
      ? [`${nameOf(row)}: a token got \`${full.code}\`, though ${permission} needs a login; expected forbidden.`]
      : []),
  ]
}
