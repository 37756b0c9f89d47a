import { scopes } from '@gotrs/contract/scopes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { people } from './callers.ts'
import { type Door, doors, picture } from './doors.ts'
import { answersTo, foreignTo, removeTickets, tieTogether } from './foreign.ts'
import { type ServedScene, serveScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'
import { table } from './table.ts'

/** Hundreds of requests each, also on a machine that has much else to do. */
const busy = { timeout: 120_000 }

let served: ServedScene
beforeAll(async () => {
  served = await serveScene()
  const { support, billing, legal } = served.scene
  const shown = [support, billing, legal].flatMap(({ messageId, noteId }) => [messageId, noteId])
  const html = `<img data-remote-src="${picture}" alt="" />`
  await served.world.pool.query('update messages set html = $1 where id = any($2)', [html, shown])
})
afterAll(() => served.stop())

test('every path that the server knows is a row of the REST table or has a line here', () => {
  const rest = new Set(restRoutes.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`))
  const paths = served.app.routes
    .filter(({ method, path }) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(method) && path.startsWith('/api/'))
    .filter(({ method, path }) => !rest.has(`${method.toLowerCase()} ${path}`))
    .map(({ path }) => path)
  expect([...new Set(paths)].sort()).toEqual(Object.keys(doors).sort())
})

/** What came of each request, filled by the first test of each door. */
const outcomes = new Map<string, string>()

describe.each(Object.entries(doors))('%s', (name, door) => {
  const pathsOf = () => Object.entries(door.paths(served.scene) as Record<string, string>)

  test('says of what is foreign what it says of what is missing, however it is asked', busy, async () => {
    for (const person of people) {
      const saidOfMissing = new Set<string>()
      for (const [target, path] of [...pathsOf()].sort(([a], [b]) => Number(isMissing(b)) - Number(isMissing(a)))) {
        const tells = `${target} by ${person}`
        for (const [way, { query = '', init, status }] of waysOf(door)) {
          const method = { method: door.method, body: door.body?.(), ...init }
          const said = await served.ask(`${path}${query}`, { ...method, as: person })
          if (way === 'asked plainly') outcomes.set(`${name}|${tells}`, said.code)
          const own = outcomes.get(`${name}|${tells}`)
          expect(secretsIn(said.text, served.secrets), tells).toEqual([])
          const isLetIn = own === 'ok' || own === 'address_not_allowed'
          if (isLetIn && way !== 'asked plainly')
            expect([tells, way, said.response.status]).toEqual([tells, way, status])
          if (!isLetIn && said.code !== own) expect([tells, way, said.code]).toEqual([tells, way, statusOf(own)])
          if (isMissing(target)) saidOfMissing.add(said.text)
          else if (own === 'not_found') expect([...saidOfMissing], `${tells}, ${way}`).toContain(said.text)
        }
      }
    }
  })

  test('takes a token with its scope and none without', busy, async () => {
    if (door.scope === null) return
    for (const [target, path] of pathsOf()) {
      const ask = (of: typeof scopes | (typeof scopes)[number][]) =>
        served.askWith(of, path, { method: door.method, body: door.body?.() })
      const own = outcomes.get(`${name}|${target} by admin`)
      expect([target, (await ask([door.scope])).code]).toEqual([target, own])
      const refused = await ask(scopes.filter(it => it !== door.scope))
      expect([target, refused.response.status]).toEqual([target, 403])
      if (door.method !== 'HEAD') expect([target, refused.code]).toEqual([target, 'insufficient_scope'])
    }
  })
})

test('who may come in by which door is as it was looked at, line by line', async () => {
  const rows = Object.entries(doors).flatMap(([name, { method, paths }]) =>
    Object.keys(paths(served.scene)).map(target => ({
      head: [`${method} ${name}`, target],
      cells: people.map(person => outcomes.get(`${name}|${target} by ${person}`) ?? '-'),
    })),
  )
  // Look at every line that changed; then record it: vitest run apps/server/src/access -u
  await expect(table(['door', 'asked of', ...people], rows)).toMatchFileSnapshot('./doors.golden.txt')
})

const strangers = ['omar', 'nora', 'lena', 'ana', 'ben'] as const

test.each(strangers)(
  'what %s may not read is in no answer, list, count or suggestion, nor is that it is there',
  busy,
  async person => {
    const { world, scene, trials } = served
    const { desk } = trials
    await trials.run(async () => {
      await tieTogether(desk, scene)
      const foreign = await foreignTo(desk, world[person])
      const before = await answersTo(desk, world[person], scene)
      for (const [question, answer] of before) {
        const named = foreign.filter(ticketId => answer.includes(ticketId) && !question.includes(ticketId))
        expect([question, named]).toEqual([question, []])
      }
      await removeTickets(desk, world, foreign)
      expect(await answersTo(desk, world[person], scene)).toEqual(before)
      // The comparison can fail: something of one's own is missed.
      const own = person === 'omar' || person === 'nora' ? scene.support : scene.billing
      await removeTickets(desk, world, [own.ticketId])
      const left = await answersTo(desk, world[person], scene, 'tickets.get')
      expect([...left].filter(([question, answer]) => before.get(question) !== answer).length).toBeGreaterThan(0)
    })
  },
)

const isMissing = (target: string) => target.startsWith('missing')

const waysOf = ({ ways = {} }: Door): [string, { query?: string; init?: RequestInit; status: number }][] => [
  ['asked plainly', { status: 200 }],
  ...Object.entries(ways),
]

/** All that a HEAD tells of an error. */
const statusOf = (code: string | undefined) =>
  ({ not_logged_in: '401', forbidden: '403', not_found: '404', address_not_allowed: '400' })[code ?? ''] ?? code
