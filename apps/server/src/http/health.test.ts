import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { systemActor } from '@gotrs/core/kernel/actor'
import { recordSuppressed } from '@gotrs/core/outbound/suppressed'
import { startValkey } from '@gotrs/core/testing/accounts/start-valkey'
import { ask } from '@gotrs/core/testing/tickets'
import { createPool } from '@gotrs/db/client'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { metricsGate } from './metrics.ts'

let desk: ServedWorld
beforeEach(async () => {
  desk = await serveWorld()
})
afterEach(() => desk.stop())

const allFine = { database: 'ok', blobs: 'ok', mailboxes: 'ok', acknowledgements: 'ok' }
const ready = async (from = desk) => {
  const response = await from.fetch('/readyz')
  return {
    status: response.status,
    body: (await response.json()) as { status: string; checks: Record<string, string> },
  }
}

describe('/readyz', () => {
  test('is ready when the database is migrated and files can be written', async () => {
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready', checks: allFine } })
  })

  test('lists the missing migrations', async () => {
    await desk.world.asOwner(
      `delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`,
    )
    const { status, body } = await ready()
    expect(status).toBe(503)
    expect(body.checks.database).toMatch(/lacks 1 migrations: run gotrs migrate/)
  })

  test('reports that files cannot be written, and serves requests that need no files', async () => {
    await rm(desk.world.blobsDir, { recursive: true })
    await writeFile(desk.world.blobsDir, 'no folder')
    const { status, body } = await ready()
    expect({ status, says: body.status }).toEqual({ status: 200, says: 'degraded' })
    expect(body.checks.blobs).toContain('DATA_DIR')
  })

  test('names the mailboxes that cannot receive or send, and not the answers of their servers', async () => {
    await desk.world.pool.query("update mailboxes set last_error = 'secret words', last_error_at = now()")
    expect(await ready()).toEqual({
      status: 200,
      body: {
        status: 'degraded',
        checks: { ...allFine, mailboxes: 'support cannot be read: see Settings, Mailboxes' },
      },
    })
  })

  test('reports that the hourly limit of acknowledgements is reached', async () => {
    const note = () => desk.world.run(systemActor('desk'), uow => recordSuppressed(uow, 'desk_cap'))
    await note()
    await note()
    const { status, body } = await ready()
    expect({ status, says: body.status }).toEqual({ status: 200, says: 'degraded' })
    expect(body.checks.acknowledgements).toMatch(/^2 not sent within the last hour/)
  })

  test('reports that Valkey is unavailable', async () => {
    const valkey = await startValkey()
    const over = await serveWorld({ valkeyUrl: valkey.url })
    expect((await ready(over)).body.checks).toEqual({ ...allFine, valkey: 'ok' })
    await valkey.stop()
    await expect.poll(async () => (await ready(over)).body.checks.valkey, { timeout: 10_000 }).toContain('VALKEY_URL')
    expect(await over.query('auth.me', undefined, undefined)).toMatchObject({ status: 200, data: null })
    const login = await over.mutate('auth.login', { email: 'omar@acme.example', password: 'wrong password' })
    expect(login).toMatchObject({ status: 503, code: 'unavailable' })
    await over.stop()
  })
})

test('/healthz reports only that the process runs', async () => {
  expect(await (await desk.fetch('/healthz')).json()).toEqual({ status: 'ok' })
})

describe('while Postgres is unavailable', () => {
  test('answers requests with 503 `unavailable` and no details, is not ready, and works again afterwards', async () => {
    const { pool } = desk.world
    const cookie = await desk.cookieOf('omar')
    const name = new URL(desk.world.databaseUrl).pathname.slice(1)
    const me = async () => {
      const response = await fetch(`${desk.url}/trpc/auth.me`, { headers: { Cookie: cookie } })
      return { status: response.status, text: await response.text() }
    }
    expect((await me()).status).toBe(200)
    await asAdmin(`alter database ${name} with connection limit 0`)
    await asAdmin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    const answer = await me()
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('"unavailable"')
    expect(answer.text).not.toMatch(/SQL|select|terminat|pg_|node_modules/)
    expect((await ready()).status).toBe(503)
    const upload = await fetch(`${desk.url}/api/attachments/${crypto.randomUUID()}`, { headers: { Cookie: cookie } })
    expect([upload.status, await upload.json()]).toMatchObject([503, { error: { code: 'unavailable' } }])
    await asAdmin(`alter database ${name} with connection limit -1`)
    await expect.poll(async () => (await me()).status).toBe(200)
    expect(pool.totalCount).toBeGreaterThan(0)
  })
})

describe('/metrics', () => {
  test('counts requests by procedure and status, and what waits', async () => {
    await desk.query('auth.me')
    await desk.query('tickets.list', {})
    await desk.query('no.suchThing')
    await desk.fetch(`/trpc/${'x'.repeat(500)}`)
    await ask(desk.world, desk.world.omar)
    await desk.world.run(systemActor('setup'), async uow => uow.enqueue({ task: 'nothing', payload: {} }))
    const text = await (await desk.fetch('/metrics')).text()
    expect(text).toMatch(
      /gotrs_http_request_duration_seconds_count\{[^}]*method="GET",route="\/trpc\/auth.me",status="200"\} 1/,
    )
    expect(text).toMatch(/route="\/trpc\/tickets.list",status="401"\} 1/)
    expect(text).toMatch(/route="\/trpc\/other",status="404"\} 2/)
    expect(text).not.toContain('xxxx')
    expect(text).toMatch(/^gotrs_database_up 1$/m)
    expect(text).toMatch(/^gotrs_jobs_waiting [1-9]/m)
    expect(text).toMatch(/^gotrs_inbound_mails_waiting 0$/m)
    expect(text).toMatch(/^gotrs_inbound_quarantined 0$/m)
    expect(text).toMatch(/^gotrs_outbound_mails_waiting 0$/m)
    expect(text).toMatch(/^gotrs_database_connections\{state="busy"\} \d/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  })

  test('count the acknowledgements that were not sent, by the reason', async () => {
    const read = async () => (await (await desk.fetch('/metrics')).text()).match(/^gotrs_ack\S+_total.*$/gm)
    const line = (reason: string, count: number) =>
      `gotrs_acknowledgements_suppressed_total{reason="${reason}"} ${count}`
    expect(await read()).toEqual([line('sender_rate', 0), line('recipient_cap', 0), line('desk_cap', 0)])
    for (const reason of ['desk_cap', 'sender_rate', 'desk_cap'] as const) {
      await desk.world.run(systemActor('desk'), uow => recordSuppressed(uow, reason))
    }
    expect(await read()).toEqual([line('sender_rate', 1), line('recipient_cap', 0), line('desk_cap', 2)])
  })

  test('are served to this machine only, and not to requests through a proxy on it', async () => {
    expect((await desk.fetch('/metrics')).status).toBe(200)
    for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via', 'X-Forwarded-Host', 'CF-Connecting-IP']) {
      expect((await desk.fetch('/metrics', { headers: { [name]: '127.0.0.1' } })).status, name).toBe(403)
    }
  })

  test.each([0, 1, 2])(
    'are not served to a proxy on this machine that adds no header, with TRUST_PROXY=%i',
    async trustedHops => {
      const behind = await serveWorld({ trustedHops })
      for (const host of ['desk.test', 'help.example.com', 'rebound.example:8080']) {
        expect(await statusOf(behind.url, { Host: host }), host).toBe(403)
      }
      for (const forged of ['127.0.0.1', '127.0.0.1, 127.0.0.1', 'for=127.0.0.1'])
        expect(await statusOf(behind.url, { 'X-Forwarded-For': forged, Host: 'localhost' })).toBe(403)
      expect(await statusOf(behind.url, { Host: 'localhost:9090' })).toBe(200)
      await behind.stop()
    },
  )

  test('are served to the addresses of the setting', () => {
    const gate = metricsGate(['10.1.0.0/16', 'fd00::/8', '192.0.2.7'])
    const mayRead = (remoteAddress: string, headers = {}) =>
      gate({ socket: { remoteAddress }, headers: { host: 'gotrs.example.com:8080', ...headers } })
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '192.0.2.7']) expect(mayRead(address)).toBe(true)
    for (const address of ['10.2.0.1', '192.0.2.8', '127.0.0.1', '::1', 'fe80::1', ''])
      expect(mayRead(address)).toBe(false)
    expect(mayRead('10.1.2.3', { 'x-real-ip': '10.1.2.3' })).toBe(false)
  })
})

/** With Node's own client, because fetch sets Host by itself. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = await once(get(`${url}/metrics`, { headers }), 'response')
  response.resume()
  return response.statusCode
}

async function asAdmin(statement: string): Promise<void> {
  const admin = createPool(inject('postgresAdminUrl'), { max: 1, isOwner: true })
  await admin.query(statement)
  await admin.end()
}
