import { can, grantOf } from '@gotrs/contract/permissions'
import { permissionOf, procedures } from './attempt.ts'
import { described, type PersonOrNobody } from './callers.ts'
import { type Named, ticketFacts } from './cases.ts'
import { fileOf } from './inputs.ts'
import type { Answered } from './played.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'
import { withoutEvent } from './without-event.ts'

/** What is wrong whatever is recorded, in words. */
export function judge(served: ServedScene, name: string, answers: Answered[]): string[] {
  return [
    ...judgeInputs(name, answers),
    ...judgeReach(name, answers),
    ...answers.flatMap(answered => [
      ...judgeForeign(served, name, answered, answers),
      ...judgeOwn(served, name, answered),
      ...judgeSecrets(served, name, answered),
      ...judgeEvents(served, name, answered),
    ]),
  ]
}

const isRefusal = (code: string) => code === 'not_logged_in' || code === 'forbidden'

/** An input that is good is allowed to somebody, and one that is invalid proves nothing. */
function judgeInputs(name: string, answers: Answered[]): string[] {
  const [first] = answers
  const invalid = answers
    .filter(({ asked }) => asked.isWritten)
    .filter(({ byPerson }) => {
      const reached = [...byPerson.values()].filter(({ code }) => !isRefusal(code))
      return reached.length > 0 && reached.every(({ code }) => code === 'invalid_input')
    })
    .map(({ asked, byPerson }) => {
      const why = [...byPerson.values()].find(({ code }) => code === 'invalid_input')?.text
      return `${name}: everybody gets \`invalid_input\` for \`${asked.name}\`. The input in ${fileOf(name)} is wrong: ${why}`
    })
  if (invalid.length > 0 || !first || first.asked.isMissing) return invalid
  if ([...first.byPerson.values()].some(({ code }) => code === 'ok')) return []
  const got = first.byPerson.get('admin')
  return [
    `${name}: nobody gets \`ok\` for \`${first.asked.name}\`, and an admin gets \`${got?.code}\`. The input in ${fileOf(name)} is wrong: ${got?.text}`,
  ]
}

/** A login counts for something, and so does what is named. */
function judgeReach(name: string, answers: Answered[]): string[] {
  if (permissionOf(name) === 'anyone') return []
  const open = answers.filter(({ byPerson }) => byPerson.get('nobody')?.code !== 'not_logged_in')
  if (open.length > 0)
    return open.map(
      ({ asked, byPerson }) =>
        `${name}: ${described.nobody} got \`${byPerson.get('nobody')?.code}\` for \`${asked.name}\`; expected not_logged_in.`,
    )
  const swapped = answers.filter(({ asked }) => !asked.isWritten)
  const isForAll = answers.every(({ byPerson }) =>
    [...byPerson].every(([person, { code }]) => person === 'nobody' || code === 'ok'),
  )
  return swapped.length > 0 && isForAll
    ? [`${name}: every caller is allowed every id, even one that does not exist. The procedure ignores the id.`]
    : []
}

/** What somebody may not read is answered in the words for what is missing. */
function judgeForeign(served: ServedScene, name: string, { asked, byPerson }: Answered, answers: Answered[]): string[] {
  return [...byPerson].flatMap(([person, { code, text }]) => {
    const ofMissing = answers.filter(it => it.asked.isMissing).map(it => it.byPerson.get(person)?.text)
    const isForeign = asked.named.some(part => !mayRead(served, person, part))
    if (isForeign && code === 'ok' && !ofMissing.includes(text))
      return [
        `${name}: ${described[person]} got \`ok\` for \`${asked.name}\`, which they may not read; expected not_found.`,
      ]
    if (code === 'not_found' && !ofMissing.includes(text))
      return [
        `${name}: ${described[person]} gets another answer for \`${asked.name}\` than for something that does not exist: ${text}`,
      ]
    return []
  })
}

function mayRead({ scene, world }: ServedScene, person: PersonOrNobody, { place, isForStaff }: Named): boolean {
  if (person === 'nobody') return false
  return can(world[person], isForStaff ? 'ticket.readStaff' : 'ticket.read', ticketFacts(scene, place))
}

/** People who may do it, to a ticket that they may read, find it. */
function judgeOwn(served: ServedScene, name: string, { asked, byPerson }: Answered): string[] {
  const permission = permissionOf(name)
  if (!asked.isWritten || asked.isMissing || asked.named.length === 0) return []
  if (permission === undefined || permission === 'anyone') return []
  return [...byPerson].flatMap(([person, { code }]) => {
    if (person === 'nobody' || code !== 'not_found') return []
    const isOwn = asked.named.every(part => mayRead(served, person, part))
    return isOwn && grantOf(served.world[person].role, permission) !== 'none'
      ? [`${name}: ${described[person]} got \`not_found\` for \`${asked.name}\`, which they may read.`]
      : []
  })
}

const judgeSecrets = ({ secrets }: ServedScene, name: string, { asked, byPerson }: Answered): string[] =>
  [...byPerson].flatMap(([person, { text }]) =>
    secretsIn(text, secrets).map(
      secret => `${name}: ${described[person]} gets ${secret} in the answer for \`${asked.name}\`.`,
    ),
  )

const staff = ['ana', 'ben', 'admin'] as const

/** A change by staff leaves an event in their name. */
function judgeEvents({ world }: ServedScene, name: string, { asked, byPerson }: Answered): string[] {
  const isChange = procedures[name]?._def.type === 'mutation' && permissionOf(name) !== 'anyone'
  // A change that leaves things as they are (moved to its own queue, for one) leaves no event.
  if (!asked.isWritten && [...byPerson.values()].every(({ writers }) => writers.length === 0)) return []
  if (!isChange || Object.hasOwn(withoutEvent, name)) return []
  return staff.flatMap(person => {
    const said = byPerson.get(person)
    if (said?.code !== 'ok' || said.writers.includes(world[person].id)) return []
    return [`${name}: ${described[person]} got \`ok\` for \`${asked.name}\`, and no event says so. Emit one.`]
  })
}
