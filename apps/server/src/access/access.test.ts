import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { procedures } from './attempt.ts'
import { callEndpoint } from './call-endpoint.ts'
import { callProcedure } from './call-procedure.ts'
import { callRowByHand } from './call-row-by-hand.ts'
import { command } from './command.ts'
import { endpoints, preparePictures } from './endpoints.ts'
import { blockOf, differencesIn, readRecord, writeRecord } from './record.ts'
import type { Report } from './results.ts'
import { isByHand, nameOf } from './rows-by-hand.ts'
import { type ServedScene, serveScene } from './served-scene.ts'

/** Everything that can be called, by its name in the recorded table. */
const calls = new Map<string, () => Promise<Report>>([
  ...Object.keys(procedures).map(name => [name, () => callProcedure(served, name)] as const),
  ...restRoutes.filter(isByHand).map(row => [nameOf(row), () => callRowByHand(served, row)] as const),
  ...Object.entries(endpoints).map(
    ([path, { method }]) => [`${method} ${path}`, () => callEndpoint(served, path)] as const,
  ),
])
const names = [...calls.keys()].filter(name => command.names.length === 0 || command.names.includes(name)).sort()

let served: ServedScene
beforeAll(async () => {
  served = await serveScene()
  await preparePictures(served.scene)
})
afterAll(() => served.stop())

const recorded = readRecord()

/** Hundreds of calls each, also on a busy machine. */
const busy = { timeout: 120_000 }

/** The failure shows these sentences without a stack. */
const expectNone = (sentences: string[]) => {
  if (sentences.length > 0) expect.fail(sentences.join('\n'))
}

describe.each(names)('%s', name => {
  test('answers every caller as recorded', busy, async ({ task }) => {
    const report = await (calls.get(name) as () => Promise<Report>)()
    task.meta.block = blockOf(report)
    expectNone(report.wrong)
    if (command.isRecording) recorded.set(name, blockOf(report))
    else expectNone(differencesIn(report, recorded))
  })
})

describe('the recorded table', () => {
  test('has a block for everything that can be called, and no other', () => {
    const unknown = command.names.filter(name => !calls.has(name))
    expectNone(unknown.map(name => `There is no procedure, row by hand or endpoint \`${name}\`.`))
    const stale = [...recorded.keys()].filter(name => !calls.has(name))
    if (!command.isRecording)
      return expectNone(
        stale.map(name => `${name} is recorded and no longer there. Run \`npm run access -- --record\`.`),
      )
    for (const name of stale) recorded.delete(name)
    writeRecord(recorded)
  })

  test('has every path that the server knows', () => {
    const rest = new Set(restRoutes.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`))
    const paths = served.app.routes
      .filter(({ method, path }) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(method) && path.startsWith('/api/'))
      .filter(({ method, path }) => !rest.has(`${method.toLowerCase()} ${path}`))
      .map(({ path }) => path)
    expect([...new Set(paths)].sort(), 'a path without a line in access/endpoints.ts').toEqual(
      Object.keys(endpoints).sort(),
    )
  })
})
