import { createWorld, type World } from '@gotrs/core/testing/world'
import { seededRandom } from '@gotrs/mail/testing/seeded-random'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { type FastClock, fastClock } from '@gotrs/mail-worker/testing/fast-clock'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { ledgerOf, letter, readAt, readerOf, withClient } from '@gotrs/mail-worker/testing/imap-desk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let world: World
let dovecot: Dovecot
let proxy: FaultyProxy
let clock: FastClock
/** Mails that the reader flagged before they were in the ledger. */
const tooEarly: string[] = []
let flagged = 0
beforeAll(async () => {
  clock = fastClock(100)
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
  proxy = await startFaultyProxy(
    { host: '127.0.0.1', port: dovecot.port },
    { observe: () => ({ onClientData: watchFlags }) },
  )
  await readAt(world, { port: proxy.port })
})
afterAll(async () => {
  clock.stop()
  await proxy.stop()
  await dovecot.remove()
  await world.remove()
})

/** Checks the ledger before the proxy passes the reader's command on. */
async function watchFlags(text: string): Promise<void> {
  const [, uids] = / UID STORE (\S+) \+FLAGS\S* \([^)]*\\Seen/i.exec(text) ?? []
  // Without PEEK the server would flag the mail itself.
  if (/ BODY\[/i.test(text)) tooEarly.push(text)
  if (!uids) return
  const { rows } = await world.pool.query<{ uid: number }>('select uid::int from inbound_mails')
  const inLedger = new Set(rows.map(row => row.uid))
  flagged += 1
  tooEarly.push(
    ...uidsOf(uids)
      .filter(uid => !inLedger.has(uid))
      .map(String),
  )
}

const uidsOf = (set: string) =>
  set.split(',').flatMap(part => {
    const [from = 0, to = from] = part.split(':').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })

const append = (id: string, text: string) => withClient(dovecot, client => client.append('INBOX', letter(id, text)))
const readAtLast = async () =>
  (await world.pool.query("select coalesce(last_read_at, 'epoch') as at from mailboxes")).rows[0].at.getTime()
/** Waits until the mail is read and flagged, after any dropped connection. */
const untilReadAfter = (before: number) =>
  vi.waitFor(async () => expect(await readAtLast()).toBeGreaterThan(before), { timeout: 15_000, interval: 20 })

const seed = Date.now() % 1_000_000
const cuts = 40

test(`a connection that drops after any byte loses, duplicates or flags no mail too early (seed ${seed})`, {
  timeout: 90_000,
}, async ({ annotate }) => {
  const random = seededRandom(seed)
  const sent: string[] = []
  const read = async () => {
    const id = `cut-${sent.length}`
    sent.push(id)
    await append(id, 'x'.repeat(Math.floor(random() * 3_000)))
    const before = await readAtLast()
    const reader = await readerOf(world, { clock })
    await untilReadAfter(before)
    await reader.stop()
    expect((await ledgerOf(world)).sort()).toEqual([...sent].sort())
  }
  await read()
  const whole = proxy.bytesPassed()
  expect(whole).toBeGreaterThan(1_000)
  const before = proxy.connections()
  for (let index = 0; index < cuts; index += 1) {
    // From the greeting to the response to STORE, and a little more.
    proxy.dropNextAfter(index === 0 ? 0 : Math.floor(random() * (whole + 200)))
    await read()
  }
  expect(tooEarly).toEqual([])
  expect(flagged).toBeGreaterThan(cuts / 4)
  expect(proxy.connections() - before).toBeGreaterThan(cuts)
  await annotate(`${cuts} cuts within ${whole} bytes, ${proxy.connections() - before} connections, ${flagged} flags`)
})
