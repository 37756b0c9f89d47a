import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@gotrs/db/testing/test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, type Settings } from './env.ts'
import { runServer } from './main.ts'

let database: TestDatabase
let dataDir: string
beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-main-'))
})
afterAll(async () => {
  await database.drop()
  await rm(dataDir, { recursive: true })
})

const settings = (port: number): Settings =>
  readSettings({
    PORT: String(port),
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET_KEY: 's'.repeat(40),
    LOG_LEVEL: 'silent',
  })

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

test('serves until it is stopped, and stops although clients keep connections open', async () => {
  const server = await runServer(settings(await freePort()))
  expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: 'ready' })
  const { port, hostname } = new URL(server.url)
  const silent = connect(Number(port), hostname)
  await new Promise(resolve => silent.once('connect', resolve))
  const closed = new Promise(resolve => silent.once('close', resolve))
  silent.on('error', () => {})
  await server.stop()
  await closed
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
})

test('answers a running request before it stops', async () => {
  const server = await runServer(settings(await freePort()))
  const body = JSON.stringify({ email: 'nobody@example.org' })
  const headers = { 'Content-Type': 'application/json' }
  // Answers no sooner than after a quarter of a second: it runs while the server stops.
  const running = fetch(`${server.url}/trpc/auth.requestPasswordReset`, { method: 'POST', headers, body })
  await expect.poll(async () => (await (await fetch(`${server.url}/metrics`)).text()).includes('gotrs')).toBe(true)
  const [response] = await Promise.all([running, server.stop()])
  expect(await response.json()).toEqual({ result: { data: { done: true } } })
})

test('reports a port that is in use, and keeps nothing open', async () => {
  const first = await runServer(settings(await freePort()))
  const { port } = new URL(first.url)
  await expect(runServer(settings(Number(port)))).rejects.toThrow(
    `Nothing can listen on 127.0.0.1 port ${port} (EADDRINUSE)`,
  )
  await first.stop()
})
