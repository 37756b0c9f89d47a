import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let world: World
let proxy: FaultyProxy
let dataDir: string
let child: ChildProcess
const port = portNear(31_000)
const settings = () => {
  const url = new URL(world.databaseUrl)
  url.host = `127.0.0.1:${proxy.port}`
  const secretKey = 'a secret key for tests only, long enough'
  return { DATABASE_URL: url.href, DATA_DIR: dataDir, SECRET_KEY: secretKey, SMTP_IN_PORT: String(port) }
}
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-away-'))
  world = await createWorld({ blobsDir: join(dataDir, 'blobs'), now: () => new Date() })
  const { hostname, port: databasePort } = new URL(world.databaseUrl)
  proxy = await startFaultyProxy({ host: hostname, port: Number(databasePort) })
})
afterAll(async () => {
  child.kill('SIGKILL')
  await proxy.stop()
  await world.remove()
  await rm(dataDir, { recursive: true, force: true })
})

async function deliver(id: string): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const mail = {
    from: 'omar@acme.example',
    to: 'support@gotrs.example',
    subject: id,
    text: id,
    messageId: `<${id.replace(' ', '-')}@x.example>`,
  }
  const answer = await transport.sendMail(mail).then(
    info => info.response,
    error => String(error.response),
  )
  transport.close()
  return answer.slice(0, 3)
}
const filed = async () =>
  (await world.pool.query('select title from tickets order by number')).rows.map(row => row.title)
const wait = { timeout: 45_000, interval: 200 }

test('rejects mail with a temporary error while the database is unavailable, and recovers by itself', {
  timeout: 120_000,
}, async () => {
  proxy.goDown()
  child = await startWorker(settings())
  expect(await deliver('before the start')).toBe('451')
  proxy.goUp()
  await vi.waitFor(async () => expect(await deliver('started')).toBe('250'), wait)
  await vi.waitFor(async () => expect(await filed()).toEqual(['started']), wait)
  const burst = Array.from({ length: 12 }, (_, index) => `burst ${index}`)
  for (const id of burst) expect(await deliver(id)).toBe('250')
  // Some mails are being filed now.
  proxy.goDown()
  expect(await deliver('away')).toBe('451')
  proxy.goUp()
  await vi.waitFor(async () => expect(await deliver('back')).toBe('250'), wait)
  await vi.waitFor(async () => expect((await filed()).sort()).toEqual(['back', ...burst, 'started'].sort()), wait)
  // A job is locked, but the mail-worker does not get the response.
  proxy.loseResponseTo('get_job/graphile_worker')
  expect(await deliver('taken')).toBe('250')
  await vi.waitFor(async () => expect(await filed()).toContain('taken'), wait)
  // It also stops in time after all of this.
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(10_000) })
  expect(code).toBe(0)
})
