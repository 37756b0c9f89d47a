import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordInboundMail } from './ledger.ts'
import { uncountAttempt } from './retry-later.ts'
import { countFailedTry, startTry } from './start-try.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function waiting(): Promise<string> {
  const { inboundMailId } = await recordInboundMail(world, {
    ...{ mailboxId: world.mailboxId, source: 'smtp', envelopeFrom: null, envelopeTo: [] },
    ...{ content: letter(), maxBytes: 1_000_000 },
  })
  return inboundMailId
}

const start = async (id: string, starts: number, hasFailed = false) => {
  const started = await startTry(world.db, id, { starts, hasFailed })
  if (!started) throw new Error('The mail does not wait.')
  return started
}
const stored = async (id: string) =>
  (await world.db.select({ attempts: inboundMails.attempts }).from(inboundMails).where(eq(inboundMails.id, id)))[0]
    ?.attempts

test('the first try leaves the row as it is, and counts once it has failed', async () => {
  const id = await waiting()
  const tried = await start(id, 1)
  expect([tried.attempts, await stored(id)]).toEqual([1, 0])
  await countFailedTry(world, tried)
  expect(await stored(id)).toBe(1)
  expect((await start(id, 2, true)).attempts).toBe(2)
})

test('each try that was cut off counts, the first one too', async () => {
  const id = await waiting()
  await start(id, 1)
  expect((await start(id, 2)).attempts).toBe(2)
  expect((await start(id, 3)).attempts).toBe(3)
  expect(await stored(id)).toBe(3)
})

test('a try that ended for another reason does not count, and takes nothing from the tries before', async () => {
  const id = await waiting()
  await countFailedTry(world, await start(id, 1))
  // Another job.
  await uncountAttempt(world, await start(id, 1))
  expect(await stored(id)).toBe(1)
  await uncountAttempt(world, await start(id, 2, true))
  expect(await stored(id)).toBe(1)
})
