import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replayMail } from '@gotrs/core/inbound/admin/replay'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const secretKey = 'a secret key for tests only, long enough'
const word = 'deadly-nightshade'
const port = portNear(22_000)

let world: World
let home: string
let worker: ChildProcess
const start = (settings: Record<string, string> = {}) =>
  startWorker({
    ...{ DATABASE_URL: world.databaseUrl, DATA_DIR: home, SECRET_KEY: secretKey, SMTP_IN_PORT: String(port) },
    ...settings,
  })
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gotrs-poison-'))
  world = await createWorld({ blobsDir: join(home, 'blobs'), secretKey, now: () => new Date() })
  worker = await start({ GOTRS_TEST_POISON: word })
})
afterAll(async () => {
  worker.kill('SIGKILL')
  await world.remove()
  await rm(home, { recursive: true, force: true })
})

async function send(subject: string, text: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await transport.sendMail({ from: 'omar@acme.example', to: 'support@gotrs.example', subject, text })
  transport.close()
}

const stateOf = async (subject: string) => {
  const { rows } = await world.pool.query('select id, state, attempts, reason from inbound_mails where subject = $1', [
    subject,
  ])
  return rows[0]
}
const isTicket = async (title: string) => {
  const { rows } = await world.pool.query('select id from tickets where title = $1', [title])
  expect(rows, title).toHaveLength(1)
}

const poisons = ['hang', 'exit', 'memory', 'throw']

test('quarantines mails that hang, end or exhaust the parser thread after three attempts, and files the others', {
  timeout: 240_000,
}, async () => {
  await send('first', 'Hello.')
  await vi.waitFor(() => isTicket('first'), { timeout: 60_000 })
  for (const kind of poisons) await send(kind, `${word}-${kind}`)
  for (const [index] of poisons.entries()) {
    await send(`after ${index}`, 'Hello.')
    await vi.waitFor(() => isTicket(`after ${index}`), { timeout: 30_000, interval: 50 })
  }
  for (const kind of poisons) {
    await vi.waitFor(async () => expect(await stateOf(kind), kind).toMatchObject({ state: 'quarantined' }), {
      timeout: 120_000,
      interval: 500,
    })
    expect((await stateOf(kind)).attempts).toBe(kind === 'throw' ? 1 : 3)
  }
  expect((await stateOf('hang')).reason).toContain('longer than')
  expect((await stateOf('memory')).reason).toContain('memory')
  expect(worker.exitCode).toBeNull()
})

test('a replay with a parser that can read them creates tickets', { timeout: 60_000 }, async () => {
  worker.kill('SIGKILL')
  worker = await start()
  for (const kind of poisons) await replayMail(world, world.admin, { mailId: (await stateOf(kind)).id })
  for (const kind of poisons) await vi.waitFor(() => isTicket(kind), { timeout: 30_000, interval: 100 })
})
