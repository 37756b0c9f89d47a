import { once } from 'node:events'
import { connect } from 'node:net'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { createWorld, minute, type World } from '@gotrs/core/testing/world'
import { dialogueOver, hello, sendLines, text, to } from '@gotrs/mail-worker/testing/smtp-dialogue'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Listener, startListener } from './listener.ts'

let world: World
const listeners: Listener[] = []
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  await world.pool.query('delete from inbound_mails')
  await world.pool.query('delete from rate_limits')
})
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop()
})
afterAll(() => world.remove())

type Options = Partial<Parameters<typeof startListener>[1]>

async function start(options: Options, kernel: Kernel = world): Promise<number> {
  const listener = await startListener(kernel, { host: '127.0.0.1', port: 0, protocol: 'smtp', ...options })
  listeners.push(listener)
  return listener.port
}
const perSender = (count: number): Options => ({ arrivals: { perSender: count, perNetwork: 0 } })
const perNetwork = (count: number): Options => ({ arrivals: { perSender: 0, perNetwork: count } })
/** Treats clients at 127.0.0.x as clients on the internet, each on its own network. */
const outside = (): Kernel => ({ ...world, guard: { ...world.guard, isOwnRelay: () => false } })

const support = to('support@gotrs.example')
let count = 0
/** Sends one mail; returns the first rejection, or the reply to the text. */
async function send(port: number, sender: string, localAddress = '127.0.0.1', greeting = hello): Promise<string> {
  count += 1
  const dialogue = dialogueOver(connect({ port, host: '127.0.0.1', localAddress }))
  await dialogue.readReply()
  let answer = ''
  for (const line of [greeting, `MAIL FROM:<${sender}>`, ...support, 'DATA', text(`arrival-${count}`)]) {
    dialogue.send(`${line}\r\n`)
    answer = await dialogue.readReply()
    if (/^[45]/.test(answer)) break
  }
  dialogue.socket.destroy()
  return answer
}
async function sendMany(port: number, senders: string[], localAddress?: string): Promise<string[]> {
  const codes: string[] = []
  for (const sender of senders) codes.push((await send(port, sender, localAddress)).slice(0, 3))
  return codes
}
const times = (number: number, sender: string) => Array.from({ length: number }, () => sender)
const kept = async () => (await world.pool.query('select count(*)::int as n from inbound_mails')).rows[0].n

test('rejects a sender above the rate until a named time, and accepts the mail then', async () => {
  const port = await start(perSender(3))
  expect(await sendMany(port, times(3, 'omar@acme.example'))).toEqual(['250', '250', '250'])
  expect(await send(port, 'omar@acme.example')).toBe(
    '450 4.7.1 Too many mails from this sender, more than 3 an hour: try again in 20 minutes',
  )
  expect(await send(port, 'nora@acme.example')).toMatch(/^250/)
  world.pass(20 * minute)
  expect(await sendMany(port, times(2, 'omar@acme.example'))).toEqual(['250', '450'])
  expect(await kept()).toBe(5)
})

test('counts every spelling of a sender as one', async () => {
  const port = await start(perSender(2))
  const spellings = ['o.mar@gmail.com', 'omar+1@GoogleMail.com', 'OMAR@gmail.com', 'o.m.a.r+2@gmail.com']
  expect(await sendMany(port, spellings)).toEqual(['250', '250', '450', '450'])
})

test('delays a burst of sixty mails and loses no mail if their server retries', async () => {
  const port = await start(perSender(20))
  const queue = times(60, 'monitoring@acme.example')
  let delays = 0
  while (queue.length > 0) {
    const answer = await send(port, 'monitoring@acme.example')
    if (answer.startsWith('250')) queue.pop()
    else {
      delays += 1
      const [, amount, unit] = /^450 .* in (\d+) (seconds|minutes)$/.exec(answer) ?? []
      world.pass(Number(amount) * (unit === 'minutes' ? minute : 1_000))
    }
  }
  expect(await kept()).toBe(60)
  expect(delays).toBeGreaterThan(30)
})

test('accepts a burst of sixty mails with the default settings', async () => {
  const codes = await sendMany(await start({}), times(60, 'monitoring@acme.example'))
  expect(new Set(codes)).toEqual(new Set(['250']))
})

test('limits a network across all of its senders, and no other network', async () => {
  const port = await start(perNetwork(3), outside())
  const senders = Array.from({ length: 5 }, (_, index) => `made-up-${index}@else.example`)
  expect(await sendMany(port, senders, '127.0.0.2')).toEqual(['250', '250', '250', '450', '450'])
  expect(await send(port, 'x@else.example', '127.0.0.2')).toContain('from your network, more than 3 an hour')
  expect(await send(port, 'x@else.example', '127.0.0.3')).toMatch(/^250/)
})

test('does not delay a sender whose address another network uses too often', async () => {
  const port = await start(perSender(2), outside())
  expect(await sendMany(port, times(3, 'omar@acme.example'), '127.0.0.2')).toEqual(['250', '250', '450'])
  expect(await send(port, 'omar@acme.example', '127.0.0.3')).toMatch(/^250/)
})

test('does not limit a relay in front as a network, but limits each sender behind it', async () => {
  const port = await start({ arrivals: { perSender: 2, perNetwork: 3 } })
  const senders = Array.from({ length: 12 }, (_, index) => `customer-${index}@else.example`)
  expect(new Set(await sendMany(port, senders))).toEqual(new Set(['250']))
  expect(await sendMany(port, times(3, 'omar@acme.example'))).toEqual(['250', '250', '450'])
})

test('limits each sender over LMTP, but no network', async () => {
  const port = await start({ protocol: 'lmtp', arrivals: { perSender: 2, perNetwork: 1 } }, outside())
  const answers: string[] = []
  for (const sender of ['omar', 'omar', 'omar', 'nora']) {
    const lines = [
      'LHLO mail.example',
      `MAIL FROM:<${sender}@acme.example>`,
      ...support,
      'DATA',
      text(`lmtp-${count++}`),
    ]
    answers.push((await sendLines(port, lines.slice(0, 2))).at(-1)?.slice(0, 3) ?? '')
    if (answers.at(-1) === '250') await sendLines(port, lines)
  }
  expect(answers).toEqual(['250', '250', '450', '250'])
})

test('does not limit delivery reports, which all have the empty sender', async () => {
  expect(await sendMany(await start(perSender(1)), times(3, ''))).toEqual(['250', '250', '250'])
})

test('has no limits if the settings are 0', async () => {
  const port = await start({ arrivals: { perSender: 0, perNetwork: 0 } }, outside())
  expect(new Set(await sendMany(port, times(10, 'omar@acme.example')))).toEqual(new Set(['250']))
})

test('shares the counts with the other mail-workers', async () => {
  const [one, other] = [await start(perSender(2)), await start(perSender(2))]
  const answers = [
    ...(await sendMany(one, times(1, 'omar@acme.example'))),
    ...(await sendMany(other, times(2, 'omar@acme.example'))),
    ...(await sendMany(one, times(1, 'omar@acme.example'))),
  ]
  expect(answers).toEqual(['250', '250', '450', '450'])
})

test('counts a duplicate mail once', async () => {
  const port = await start(perSender(2))
  const lines = [hello, 'MAIL FROM:<omar@acme.example>', ...support, 'DATA', text('again')]
  for (let index = 0; index < 4; index += 1) expect((await sendLines(port, lines)).at(-1)).toMatch(/^250/)
})

test('stores the address and EHLO name of the client, only for SMTP', async () => {
  await send(await start({}), 'omar@acme.example', '127.0.0.9', 'EHLO Mail.Acme.Example')
  const lmtp = await start({ protocol: 'lmtp' })
  await sendLines(lmtp, ['LHLO mail.example', 'MAIL FROM:<omar@acme.example>', ...support, 'DATA', text('by-lmtp')])
  const { rows } = await world.pool.query(
    'select source, client_address, client_name from inbound_mails order by source',
  )
  expect(rows).toEqual([
    { source: 'smtp', client_address: '127.0.0.9', client_name: 'mail.acme.example' },
    { source: 'lmtp', client_address: null, client_name: null },
  ])
})

test('a mail-worker uses the limits of its settings, for SMTP and LMTP', async () => {
  const port = portNear(24_000)
  const child = await startWorker({
    DATABASE_URL: world.databaseUrl,
    DATA_DIR: world.blobsDir,
    SECRET_KEY: 'a secret key for tests only, long enough',
    SMTP_IN_PORT: String(port),
    LMTP_IN_PORT: String(port + 1_000),
    MAIL_IN_PER_SENDER: '1',
  })
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  })
  expect(await sendMany(port, times(2, 'omar@acme.example'))).toEqual(['250', '450'])
  const lhlo = ['LHLO mail.example', 'MAIL FROM:<omar@acme.example>']
  expect((await sendLines(port + 1_000, lhlo)).at(-1)).toMatch(/^450 4\.7\.1/)
})
