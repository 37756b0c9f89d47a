import { createWorld, type World } from '@gotrs/core/testing/world'
import { seededRandom } from '@gotrs/mail/testing/seeded-random'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { fastClock } from '@gotrs/mail-worker/testing/fast-clock'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { ledgerOf, letter, readAt, readerOf, withClient } from '@gotrs/mail-worker/testing/imap-desk'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

/** An hour in 18 seconds. */
const speed = 200
const minute = 60_000
const clock = fastClock(speed)

let world: World
let dovecot: Dovecot
let proxy: FaultyProxy
const noticed: number[] = []
beforeAll(async () => {
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
  const now = clock.now
  const onAbandoned = (silentSince: number) => noticed.push(clock.now() - silentSince)
  proxy = await startFaultyProxy({ host: '127.0.0.1', port: dovecot.port }, { now, onAbandoned })
  await readAt(world, { port: proxy.port })
})
afterAll(async () => {
  clock.stop()
  await proxy.stop()
  await dovecot.remove()
  await world.remove()
})

type Step = { at: number; run(): unknown }

/** Mails at random times, half of them over LMTP, while connections are silent, dropped and slow. */
function planHour(random: () => number, sent: string[]): { steps: Step[]; broken: { count: number } } {
  const broken = { count: 0 }
  const lmtp = createTransport({ host: '127.0.0.1', port: dovecot.lmtpPort, lmtp: true, ignoreTLS: true })
  const envelope = { from: 'omar@acme.example', to: 'support' }
  const deliver = async () => {
    const id = `hour-${sent.push('') - 1}`
    sent[Number(id.slice(5))] = id
    if (random() < 0.5) await lmtp.sendMail({ envelope, raw: letter(id) })
    else await withClient(dovecot, client => client.append('INBOX', letter(id)))
  }
  const slow = () => {
    proxy.delay(Math.floor(random() * 40))
    // A minute later it is fast again.
    return clock.sleep(minute, AbortSignal.timeout(10_000)).then(() => proxy.delay(0))
  }
  const breakBy = (how: () => number) => () => {
    broken.count += how()
  }
  const some = (count: number, run: () => unknown) =>
    Array.from({ length: count }, () => ({ at: random() * 58 * minute, run }))
  const steps = [
    ...some(60, deliver),
    ...some(14, breakBy(proxy.goSilent)),
    ...some(10, breakBy(proxy.dropConnections)),
    ...some(6, slow),
  ]
  return { steps: steps.sort((a, b) => a.at - b.at), broken }
}

const seed = Date.now() % 1_000_000

test(`imports every mail during an hour of silent, dropped and slow connections (seed ${seed})`, {
  timeout: 90_000,
}, async ({ annotate }) => {
  const sent: string[] = []
  const { steps, broken } = planHour(seededRandom(seed), sent)
  const waits = { connectMs: 2_000, greetingMs: 2_000, silenceMs: (90_000 / speed) | 0, idleMs: (4 * minute) / speed }
  const reader = await readerOf(world, { clock, waits })
  const begunAt = clock.now()
  const under = new AbortController()
  const all: unknown[] = []
  for (const { at, run } of steps) {
    await clock.sleep(begunAt + at - clock.now(), under.signal)
    all.push(run())
  }
  await clock.sleep(begunAt + 60 * minute - clock.now(), under.signal)
  await Promise.all(all)
  await vi.waitFor(async () => expect((await ledgerOf(world)).length).toBeGreaterThanOrEqual(sent.length), {
    timeout: 20_000,
    interval: 100,
  })
  await reader.stop()
  expect((await ledgerOf(world)).sort()).toEqual([...sent].sort())
  expect(broken.count).toBeGreaterThan(5)
  expect(proxy.connections() - 1).toBeGreaterThanOrEqual(broken.count)
  expect(noticed.length).toBeGreaterThan(2)
  expect(Math.max(...noticed)).toBeLessThan(5 * minute)
  const longest = (Math.max(...noticed) / 1_000).toFixed(0)
  await annotate(
    `${sent.length} mails, ${broken.count} cuts and silences, ${proxy.connections() - 1} reconnects, noticed within ${longest} s`,
  )
})
