import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { procedures } from './attempt.ts'
import { command } from './command.ts'
import { doors, preparePictures } from './doors.ts'
import { playDoor } from './play-door.ts'
import { playProcedure } from './play-procedure.ts'
import { playRowByHand } from './play-row-by-hand.ts'
import type { Played } from './played.ts'
import { blockOf, differencesIn, readRecord, writeRecord } from './record.ts'
import { isByHand, nameOf } from './rows-by-hand.ts'
import { type ServedScene, serveScene } from './served-scene.ts'

/** Everything that can be asked, by its name in the recorded table. */
const plays = new Map<string, () => Promise<Played>>([
  ...Object.keys(procedures).map(name => [name, () => playProcedure(served, name)] as const),
  ...restRoutes.filter(isByHand).map(row => [nameOf(row), () => playRowByHand(served, row)] as const),
  ...Object.entries(doors).map(([path, { method }]) => [`${method} ${path}`, () => playDoor(served, path)] as const),
])
const names = [...plays.keys()].filter(name => command.names.length === 0 || command.names.includes(name)).sort()

let served: ServedScene
beforeAll(async () => {
  served = await serveScene()
  await preparePictures(served.scene)
})
afterAll(() => served.stop())

const recorded = readRecord()

/** Hundreds of calls each, also on a machine that has much else to do. */
const busy = { timeout: 120_000 }

/** Everybody who runs into it reads these sentences, and no stack. */
const expectNone = (sentences: string[]) => {
  if (sentences.length > 0) expect.fail(sentences.join('\n'))
}

describe.each(names)('%s', name => {
  test('answers everybody as it is recorded', busy, async ({ task }) => {
    const played = await (plays.get(name) as () => Promise<Played>)()
    task.meta.block = blockOf(played)
    expectNone(played.wrong)
    if (command.isRecording) recorded.set(name, blockOf(played))
    else expectNone(differencesIn(played, recorded))
  })
})

describe('the recorded table', () => {
  test('has a block for everything that can be asked, and no other', () => {
    const unknown = command.names.filter(name => !plays.has(name))
    expectNone(unknown.map(name => `There is no procedure, row by hand or door \`${name}\`.`))
    const stale = [...recorded.keys()].filter(name => !plays.has(name))
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
    expect([...new Set(paths)].sort(), 'a path without a line in access/doors.ts').toEqual(Object.keys(doors).sort())
  })
})
