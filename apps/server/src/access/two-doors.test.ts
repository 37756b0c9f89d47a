import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { appRouter } from '../router.ts'
import { calledBy } from './called-by.ts'
import { differences, onlyByRest, sameAs } from './two-doors.ts'

type Table = Map<string, Map<string, string>>

const procedures = await readTable('procedures.golden.txt')
const rest = await readTable('rest.golden.txt')
const excused = new Set<(typeof differences)[number]>()

describe.each(restRoutes.map(row => [`${row.method} ${row.path}`, row.procedures[0] ?? ''] as const))(
  '%s',
  (row, first) => {
    const targets = [...rest].filter(([key]) => key.startsWith(`${row}|`))

    test('decides as its procedure does, for every caller and everything that it is asked of', () => {
      expect(targets.length).toBeGreaterThan(0)
      for (const [key, cells] of targets) {
        const target = key.slice(row.length + 1)
        const [procedure, named] = sameAs[row]?.[target] ?? [first, target]
        const own = procedures.get(`${procedure}|${named}`)
        if (Object.hasOwn(onlyByRest, key)) {
          expect(own, key).toBeUndefined()
          continue
        }
        expect(own, `${procedure} is not asked of: ${named}`).toBeDefined()
        for (const [person, code] of cells) {
          const decided = own?.get(person) ?? '-'
          // Where nobody's rights are asked, the procedure was asked by some callers alone.
          const expected = decided === '-' ? own?.get('omar') : decided
          const difference = differences.find(
            it => it.row === row && (it.target ?? target) === target && it.from === expected && it.to === code,
          )
          if (difference) excused.add(difference)
          else expect([key, person, code]).toEqual([key, person, expected])
        }
      }
    })
  },
)

test('every procedure that REST stands for is asked of the same things by both doors', () => {
  const covered = new Set(
    [...rest.keys()].map(key => {
      const [row = '', target = ''] = key.split('|')
      const found = restRoutes.find(it => `${it.method} ${it.path}` === row)
      return (sameAs[row]?.[target] ?? [found?.procedures[0], target]).join('|')
    }),
  )
  const simple = restRoutes.filter(({ method, path }) => !sameAs[`${method} ${path}`]).map(it => it.procedures[0])
  const missed = [...procedures.keys()].filter(key => simple.includes(key.split('|')[0]) && !covered.has(key))
  // By REST a new account is read back, and files of others are asked for at their own door.
  expect(missed.filter(key => !key.startsWith('tickets.create|'))).toEqual([])
})

test('no difference is excused that is none any more', () => {
  expect(differences.filter(it => !excused.has(it))).toEqual([])
})

describe.each(restRoutes.map(row => [`${row.method} ${row.path}`, row] as const))('%s', (name, row) => {
  test('calls the procedures that it names, and no other', async () => {
    expect(row.procedures.filter(name => !Object.hasOwn(appRouter._def.procedures, name))).toEqual([])
    const { called, isDirect } = await calledBy(row)
    // A change of a ticket runs the verbs themselves, in one transaction, and no procedure.
    const verbsThemselves = name === 'put /api/tickets/{ticketId}'
    expect([isDirect, called.sort()]).toEqual(verbsThemselves ? [true, []] : [false, [...row.procedures].sort()])
  })
})

/** A golden table as it was recorded: columns are parted by two blanks at least. */
async function readTable(name: string): Promise<Table> {
  const text = await readFile(new URL(name, import.meta.url), 'utf8')
  const [titles = [], ...lines] = text
    .trim()
    .split('\n')
    .map(line => line.split(/ {2,}/))
  return new Map(
    lines.map(([name = '', target = '', ...codes]) => [
      `${name}|${target}`,
      new Map(codes.map((code, at) => [titles[at + 2] ?? '', code])),
    ]),
  )
}
