import { readFileSync, writeFileSync } from 'node:fs'
import { described } from './callers.ts'
import type { Line, Played } from './played.ts'

const file = new URL('access.golden.txt', import.meta.url)

/** The recorded table, a block for each procedure, row by hand and door, by its name. */
export type Recorded = Map<string, string>

export function readRecord(): Recorded {
  const [, ...blocks] = readFileSync(file, 'utf8').trim().split(/\n\n/)
  return new Map(blocks.map(block => [block.slice(0, block.indexOf(': ')), block]))
}

export function writeRecord(recorded: Recorded): void {
  const blocks = [...recorded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, block]) => block)
  writeFileSync(file, `${[preface, ...blocks].join('\n\n')}\n`)
}

const preface = `# Who gets what from each procedure, from each REST row by hand and from each door: recorded by \`npm run access\`.
# omar is the customer of the ticket in Support and nora his colleague, lena the customer in Billing; ana is an agent of
# Support and Billing, ben of Billing alone. \`adds\`: what somebody holds more by it. \`tells\`: who may know of its event.`

/** As it is recorded, and read by people. */
export function blockOf({ name, head, lines }: Played): string {
  return [`${name}: ${head}`, ...lines.flatMap(line => [headOf(line), ...line.more.map(it => `    ${it}`)])].join('\n')
}

const headOf = ({ asked, codes }: Line) => `  ${asked}: ${inGroups(codes)}`

/** \`not_logged_in nobody, forbidden omar nora, ok admin\`: each answer, with everybody who gets it. */
function inGroups(codes: Map<string, string>): string {
  const groups = new Map<string, string[]>()
  for (const [person, code] of codes) groups.set(code, [...(groups.get(code) ?? []), person])
  return [...groups].map(([code, those]) => `${code} ${those.join(' ')}`).join(', ')
}

/** How it differs from what is recorded, in sentences. */
export function differencesIn(played: Played, recorded: Recorded): string[] {
  const block = recorded.get(played.name)
  const isMeant = `If this is meant, run \`npm run access -- --record '${played.name}'\`.`
  if (block === undefined) return [`${played.name} is not recorded. ${isMeant}`]
  const [head = '', ...known] = sectionsOf(block)
  const now = new Map(played.lines.map(line => [line.asked, line]))
  const before = new Map(known.map(section => [section.slice(2, section.indexOf(': ')), section]))
  const found = [
    ...(head === `${played.name}: ${played.head}` ? [] : [`it is \`${played.head}\`; recorded is \`${head}\``]),
    ...played.lines.flatMap(line => differencesOf(line, before.get(line.asked))),
    ...[...before.keys()].filter(asked => !now.has(asked)).map(asked => `it is no longer asked \`${asked}\``),
  ]
  return found.length === 0 ? [] : [...found.map(it => `${played.name}: ${it}.`), isMeant]
}

/** The head of a block, and each case with what stands below it. */
const sectionsOf = (block: string): string[] => block.split(/\n(?= {2}\S)/)

function differencesOf(line: Line, section: string | undefined): string[] {
  if (section === undefined) return [`\`${line.asked}\` is not recorded: ${inGroups(line.codes)}`]
  const [head = '', ...more] = section.split('\n').map(it => it.trim())
  const before = new Map(
    head
      .slice(line.asked.length + 2)
      .split(', ')
      .flatMap(group => {
        const [code = '', ...those] = group.split(' ')
        return those.map((person): [string, string] => [person, code])
      }),
  )
  const changed = [...line.codes].filter(([person, code]) => before.get(person) !== code)
  return [
    ...changed.map(
      ([person, code]) =>
        `${described[person]} got \`${code}\` for \`${line.asked}\`; expected ${before.get(person) ?? 'not to be asked'}`,
    ),
    ...line.more.filter(it => !more.includes(it)).map(it => `\`${line.asked}\` now: ${it}`),
    ...more.filter(it => !line.more.includes(it)).map(it => `\`${line.asked}\` no longer: ${it}`),
  ]
}
