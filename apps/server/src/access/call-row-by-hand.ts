import type { RestRoute } from '../rest/route.ts'
import { attempt } from './attempt.ts'
import { callRow } from './call-row.ts'
import { checkRowToken } from './call-rows.ts'
import { described, type PersonOrNobody, people } from './callers.ts'
import type { Line, Report } from './results.ts'
import { differences, likeOf, nameOf, type RowCase, rowCasesOf } from './rows-by-hand.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

/** Calls a row that no procedure declares, with every test input as every person, and compares it with its procedures. */
export async function callRowByHand(served: ServedScene, row: RestRoute): Promise<Report> {
  const name = nameOf(row)
  const cases = rowCasesOf(row, served.scene).sort((a, b) => Number(b.isMissing) - Number(a.isMissing))
  const missing = new Map<PersonOrNobody, string[]>(people.map(person => [person, []]))
  const lines: Line[] = []
  const wrong = cases.length > 0 ? [] : [`${name} has no input; add one in access/rows-by-hand.ts.`]
  const excused = new Set<object>()
  for (const one of cases) {
    const codes = new Map<string, string>()
    for (const person of people) {
      const answer = await callRow(served, row, one.input, person)
      codes.set(person, answer.code)
      if (one.isMissing) missing.get(person)?.push(answer.text)
      else if (answer.code === 'not_found' && !missing.get(person)?.includes(answer.text))
        wrong.push(
          `${name}: ${described[person]} gets another answer for \`${one.name}\` than for something that does not exist.`,
        )
      for (const secret of secretsIn(answer.text, served.secrets))
        wrong.push(`${name}: ${described[person]} gets ${secret} for \`${one.name}\`.`)
      wrong.push(...(await compare(served, row, one, { person, code: answer.code, excused })))
    }
    lines.push({ name: one.name, codes, more: [] })
  }
  const unused = differences.filter(it => it.row === likeOf(row) && !excused.has(it))
  const [first] = rowCasesOf(row, served.scene)
  return {
    ...{ name, head: `by hand, ${row.procedures.join(' ')}`, lines },
    wrong: [
      ...wrong,
      ...unused.map(it => `${name}: no caller gets ${it.to} instead of ${it.from} any more. Delete that difference.`),
      ...(await checkRowToken(served, row, first?.input)),
    ],
  }
}

type Got = { person: PersonOrNobody; code: string; excused: Set<object> }

async function compare(served: ServedScene, row: RestRoute, { name, as }: RowCase, { person, code, excused }: Got) {
  if (as === null) return []
  const [procedure, input] = as
  const expected = (await attempt(served, procedure, input, { person })).code
  if (code === expected) return []
  const difference = differences.find(
    it => it.row === likeOf(row) && (it.caseName ?? name) === name && it.from === expected && it.to === code,
  )
  if (difference) excused.add(difference)
  return difference
    ? []
    : [`${nameOf(row)}: ${described[person]} got \`${code}\` for \`${name}\`; ${procedure} answers ${expected}.`]
}
