import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { readAt, readerOf } from '@gotrs/mail-worker/testing/imap-desk'
import { startScriptedImap } from '@gotrs/mail-worker/testing/scripted-imap'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Clock } from './clock.ts'
import { throttleOf } from './throttle.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const minute = 60_000

/** Records the pauses of the reader, and lets it sleep until it stops. */
function watchedClock(): { clock: Clock; pauses: number[] } {
  const pauses: number[] = []
  const sleep: Clock['sleep'] = (milliseconds, signal) => {
    pauses.push(milliseconds)
    return new Promise(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
  return { clock: { now: () => 0, sleep }, pauses }
}

const greeting = '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready'
test.each([
  ['a greeting of BYE', { greeting: '* BYE Too many connections from your address' }, 5, 'Close other programs'],
  [
    'a login of NO [LIMIT]',
    { greeting, answers: { AUTHENTICATE: 'NO [LIMIT] Slow down', LOGIN: 'NO [LIMIT] Slow down' } },
    5,
    'Close other programs',
  ],
  [
    'a login of NO [UNAVAILABLE]',
    { greeting, answers: { AUTHENTICATE: 'NO [UNAVAILABLE] Try later', LOGIN: 'NO [UNAVAILABLE] Try later' } },
    2,
    'temporarily unavailable',
  ],
  [
    'a folder of NO [THROTTLED]',
    { greeting, answers: { SELECT: 'NO [THROTTLED] Too fast' } },
    5,
    'throttles this account',
  ],
  ['a folder of NO [OVERQUOTA]', { greeting, answers: { SELECT: 'NO [OVERQUOTA] Full' } }, 15, 'The account is full'],
  [
    'a folder of NO [ALERT]',
    { greeting, answers: { SELECT: 'NO [ALERT] Look into your account' } },
    15,
    'requires the attention',
  ],
])('after %s the reader pauses for minutes and shows the reason', async (_, script, minutes, words) => {
  const server = await startScriptedImap(script)
  await readAt(world, { port: server.port })
  const { clock, pauses } = watchedClock()
  const reader = await readerOf(world, { clock })
  await vi.waitFor(async () => expect(pauses).toContain(minutes * minute), { timeout: 10_000, interval: 20 })
  await reader.stop()
  const [mailbox] = await world.read(world.admin, listMailboxes)
  expect(mailbox?.state.lastError).toContain(words)
  expect(mailbox?.state.lastError).toContain(`again in ${minutes} minutes`)
  expect(server.connections()).toBe(1)
  await server.stop()
})

test('the pause grows with each failure in a row, up to an hour, and is at least as long as the server requests', () => {
  const refused = Object.assign(new Error('Command failed'), { serverResponseCode: 'LIMIT', responseText: 'Enough' })
  expect([1, 2, 3, 4, 5, 9].map(failures => (throttleOf(refused, failures)?.pauseMs ?? 0) / minute)).toEqual([
    5, 10, 20, 40, 60, 60,
  ])
  const requested = Object.assign(new Error('Request is throttled'), { code: 'ETHROTTLE', throttleReset: 20 * minute })
  expect(throttleOf(new Error('in words', { cause: requested }), 1)?.pauseMs).toBe(20 * minute)
  expect(throttleOf(new Error('Nothing answers at this host and port.'), 1)).toBeNull()
})
