import { readFileSync, writeFileSync } from 'node:fs'
import { described } from './callers.ts'
import type { Line, Report } from './results.ts'

const file = new URL('access.golden.txt', import.meta.url)

/** The recorded table: a block for each procedure, row by hand and endpoint, by its name. */
export type Recorded = Map<string, string>

export function readRecord(): Recorded {
  const [, ...blocks] = readFileSync(file, 'utf8').trim().split(/\n\n/)
  return new Map(blocks.map(block => [block.slice(0, block.indexOf(': ')), block]))
}

export function writeRecord(recorded: Recorded): void {
  const blocks = [...recorded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, block]) => block)
  writeFileSync(file, `${[preface, ...blocks].join('\n\n')}\n`)
}

const preface = `# Who gets what from each procedure, from each REST row by hand and from each endpoint: recorded by \`npm run access\`.
# omar is the customer of the ticket in Support and nora his colleague, lena the customer in Billing; ana is an agent of
# Support and Billing, ben of Billing alone. \`gains\`: the access that somebody gains by it. \`event\`: who may see it.`

export function blockOf({ name, head, lines }: Report): string {
  return [`${name}: ${head}`, ...lines.flatMap(line => [headOf(line), ...line.more.map(it => `    ${it}`)])].join('\n')
}

const headOf = ({ name, codes }: Line) => `  ${name}: ${inGroups(codes)}`

/** \`not_logged_in nobody, forbidden omar nora, ok admin\`: each answer, with everybody who gets it. */
function inGroups(codes: Map<string, string>): string {
  const groups = new Map<string, string[]>()
  for (const [person, code] of codes) groups.set(code, [...(groups.get(code) ?? []), person])
  return [...groups].map(([code, those]) => `${code} ${those.join(' ')}`).join(', ')
}

/** How it differs from the recorded table, in sentences. */
export function differencesIn(report: Report, recorded: Recorded): string[] {
  const block = recorded.get(report.name)
  const isMeant = `If this is meant, run \`npm run access -- --record '${report.name}'\`.`
  if (block === undefined) return [`${report.name} is not recorded. ${isMeant}`]
  const [head = '', ...known] = sectionsOf(block)
  const now = new Map(report.lines.map(line => [line.name, line]))
  const before = new Map(known.map(section => [section.slice(2, section.indexOf(': ')), section]))
  const found = [
    ...(head === `${report.name}: ${report.head}` ? [] : [`it is \`${report.head}\`; recorded is \`${head}\``]),
    ...report.lines.flatMap(line => differencesOf(line, before.get(line.name))),
    ...[...before.keys()].filter(name => !now.has(name)).map(name => `the case \`${name}\` no longer exists`),
  ]
  return found.length === 0 ? [] : [...found.map(it => `${report.name}: ${it}.`), isMeant]
}

/** The head of a block, and each case with the lines below it. */
const sectionsOf = (block: string): string[] => block.split(/\n(?= {2}\S)/)

function differencesOf(line: Line, section: string | undefined): string[] {
  if (section === undefined) return [`\`${line.name}\` is not recorded: ${inGroups(line.codes)}`]
  const [head = '', ...more] = section.split('\n').map(it => it.trim())
  const before = new Map(
    head
      .slice(line.name.length + 2)
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
        `${described[person]} got \`${code}\` for \`${line.name}\`; expected ${before.get(person) ?? 'no call'}`,
    ),
    ...line.more.filter(it => !more.includes(it)).map(it => `\`${line.name}\` now: ${it}`),
    ...more.filter(it => !line.more.includes(it)).map(it => `\`${line.name}\` no longer: ${it}`),
  ]
}
