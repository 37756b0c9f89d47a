import { can, grantOf } from '@gotrs/contract/permissions'
import { permissionOf, procedures } from './attempt.ts'
import { described, type PersonOrNobody } from './callers.ts'
import { type Named, ticketFacts } from './cases.ts'
import { fileOf } from './inputs.ts'
import type { CaseResult } from './results.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'
import { withoutEvent } from './without-event.ts'

/** What is wrong in any case, whatever the recorded table contains. */
export function checkAnswers(served: ServedScene, name: string, answers: CaseResult[]): string[] {
  return [
    ...checkInputs(name, answers),
    ...checkReach(name, answers),
    ...answers.flatMap(result => [
      ...checkForeign(served, name, result, answers),
      ...checkOwn(served, name, result),
      ...checkSecrets(served, name, result),
      ...checkEvents(served, name, result),
    ]),
  ]
}

const isRefusal = (code: string) => code === 'not_logged_in' || code === 'forbidden'

/** Somebody must be allowed the first input. An invalid input proves nothing. */
function checkInputs(name: string, answers: CaseResult[]): string[] {
  const [first] = answers
  const invalid = answers
    .filter(({ testCase }) => testCase.isWritten)
    .filter(({ byPerson }) => {
      const reached = [...byPerson.values()].filter(({ code }) => !isRefusal(code))
      return reached.length > 0 && reached.every(({ code }) => code === 'invalid_input')
    })
    .map(({ testCase, byPerson }) => {
      const why = [...byPerson.values()].find(({ code }) => code === 'invalid_input')?.text
      return `${name}: everybody gets \`invalid_input\` for \`${testCase.name}\`. The input in ${fileOf(name)} is wrong: ${why}`
    })
  if (invalid.length > 0 || !first || first.testCase.isMissing) return invalid
  if ([...first.byPerson.values()].some(({ code }) => code === 'ok')) return []
  const got = first.byPerson.get('admin')
  return [
    `${name}: nobody gets \`ok\` for \`${first.testCase.name}\`, and an admin gets \`${got?.code}\`. The input in ${fileOf(name)} is wrong: ${got?.text}`,
  ]
}

/** The procedure needs a login, and uses the ids of its input. */
function checkReach(name: string, answers: CaseResult[]): string[] {
  if (permissionOf(name) === 'anyone') return []
  const open = answers.filter(({ byPerson }) => byPerson.get('nobody')?.code !== 'not_logged_in')
  if (open.length > 0)
    return open.map(
      ({ testCase, byPerson }) =>
        `${name}: ${described.nobody} got \`${byPerson.get('nobody')?.code}\` for \`${testCase.name}\`; expected not_logged_in.`,
    )
  const swapped = answers.filter(({ testCase }) => !testCase.isWritten)
  const isForAll = answers.every(({ byPerson }) =>
    [...byPerson].every(([person, { code }]) => person === 'nobody' || code === 'ok'),
  )
  return swapped.length > 0 && isForAll
    ? [`${name}: every caller is allowed every id, even one that does not exist. The procedure ignores the id.`]
    : []
}

/** A caller gets the same answer for something that they may not read as for something that does not exist. */
function checkForeign(
  served: ServedScene,
  name: string,
  { testCase, byPerson }: CaseResult,
  answers: CaseResult[],
): string[] {
  return [...byPerson].flatMap(([person, { code, text }]) => {
    const ofMissing = answers.filter(it => it.testCase.isMissing).map(it => it.byPerson.get(person)?.text)
    const isForeign = testCase.named.some(part => !mayRead(served, person, part))
    if (isForeign && code === 'ok' && !ofMissing.includes(text))
      return [
        `${name}: ${described[person]} got \`ok\` for \`${testCase.name}\`, which they may not read; expected not_found.`,
      ]
    if (code === 'not_found' && !ofMissing.includes(text))
      return [
        `${name}: ${described[person]} gets another answer for \`${testCase.name}\` than for something that does not exist: ${text}`,
      ]
    return []
  })
}

function mayRead({ scene, world }: ServedScene, person: PersonOrNobody, { place, isForStaff }: Named): boolean {
  if (person === 'nobody') return false
  return can(world[person], isForStaff ? 'ticket.readStaff' : 'ticket.read', ticketFacts(scene, place))
}

/** People who have the permission, and may read the ticket, do not get `not_found`. */
function checkOwn(served: ServedScene, name: string, { testCase, byPerson }: CaseResult): string[] {
  const permission = permissionOf(name)
  if (!testCase.isWritten || testCase.isMissing || testCase.named.length === 0) return []
  if (permission === undefined || permission === 'anyone') return []
  return [...byPerson].flatMap(([person, { code }]) => {
    if (person === 'nobody' || code !== 'not_found') return []
    const isOwn = testCase.named.every(part => mayRead(served, person, part))
    return isOwn && grantOf(served.world[person].role, permission) !== 'none'
      ? [`${name}: ${described[person]} got \`not_found\` for \`${testCase.name}\`, which they may read.`]
      : []
  })
}

const checkSecrets = ({ secrets }: ServedScene, name: string, { testCase, byPerson }: CaseResult): string[] =>
  [...byPerson].flatMap(([person, { text }]) =>
    secretsIn(text, secrets).map(
      secret => `${name}: ${described[person]} gets ${secret} in the answer for \`${testCase.name}\`.`,
    ),
  )

const staff = ['ana', 'ben', 'admin'] as const

/** A change by staff writes an event with them as its actor. */
function checkEvents({ world }: ServedScene, name: string, { testCase, byPerson }: CaseResult): string[] {
  const isChange = procedures[name]?._def.type === 'mutation' && permissionOf(name) !== 'anyone'
  // A call that changes nothing, such as a move to the ticket's own queue, writes no event.
  if (!testCase.isWritten && [...byPerson.values()].every(({ writers }) => writers.length === 0)) return []
  if (!isChange || Object.hasOwn(withoutEvent, name)) return []
  return staff.flatMap(person => {
    const answer = byPerson.get(person)
    if (answer?.code !== 'ok' || answer.writers.includes(world[person].id)) return []
    return [`${name}: ${described[person]} got \`ok\` for \`${testCase.name}\`, and no event says so. Emit one.`]
  })
}
