import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUser } from '@gotrs/core/people/create-user'
import { productBundle } from '@gotrs/core/testing/product-bundle'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { hello, sendLines, to } from '@gotrs/mail-worker/testing/smtp-dialogue'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'

// Real processes that fail, and a word that is in all that people and operators give them: none may print it.
const canary = 'kanarienvogel'
const secretKey = `a secret key for tests only, ${canary}`
const password = `trapeze canoe lentil ${canary}`

let world: World
let dataDir: string
let started: { child: ChildProcess; output(): string } | null = null

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-silent-'))
  world = await createWorld({ blobsDir: join(dataDir, 'blobs'), secretKey, now: () => new Date() })
  const person = { name: canary, email: `${canary}@acme.example`, role: 'customer' as const, password }
  await world.run(world.admin, uow => createUser(uow, person))
})
afterAll(async () => {
  await world.remove()
  await rm(dataDir, { recursive: true, force: true })
})
afterEach(async () => {
  const child = started?.child
  started = null
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
})

async function start(command: string, settings: Record<string, string>) {
  const child = spawn(process.execPath, ['--enable-source-maps', await productBundle(), command], {
    cwd: dataDir,
    env: { DATABASE_URL: world.databaseUrl, DATA_DIR: dataDir, SECRET_KEY: secretKey, LOG_LEVEL: 'trace', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (printed += chunk))
  started = { child, output: () => printed }
  return started
}

async function ready(command: string, settings: Record<string, string>) {
  const running = await start(command, settings)
  await Promise.race([once(running.child, 'message'), once(running.child, 'close')])
  expect(running.child.exitCode, running.output()).toBeNull()
  return running
}

/** Postgres rejects such rows, and repeats what is in them: `column` of `table`. */
const refuse = (table: string, column: string) =>
  world.asOwner(`create or replace function refuse_${table}() returns trigger language plpgsql as $$ begin
    raise exception 'this cannot be stored: %', new.${column} using detail = new.${column}; end $$;
    create trigger refuse before insert on ${table} for each row execute function refuse_${table}()`)
const takeAgain = (table: string) => world.asOwner(`drop trigger refuse on ${table}`)

const mail = [
  `From: "${canary}" <${canary}@acme.example>`,
  `Message-ID: <${canary}@acme.example>`,
  `Subject: ${canary}`,
  ...['', `${canary} https://desk.test/reset?token=${canary}`, '.'],
].join('\r\n')

test('jobs that fail print no word of the mail they work on, and keep none', async () => {
  const port = await freePort()
  await refuse('messages', 'text')
  const worker = await ready('mail-worker', { SMTP_IN_PORT: port })
  const lines = [hello, `MAIL FROM:<${canary}@acme.example>`, ...to('support@gotrs.example'), 'DATA', mail]
  expect((await sendLines(Number(port), lines)).at(-1)).toMatch(/^250/)
  await vi.waitFor(() => expect(worker.output()).toMatch(/job failed|cannot be read/), { timeout: 30_000 })
  await takeAgain('messages')
  await refuse('outbound_mails', 'subject')
  await world.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null')
  await vi.waitFor(() => expect(worker.output()).toContain('write_acknowledgement'), { timeout: 30_000 })
  await takeAgain('outbound_mails')
  expect(worker.output()).toContain('SQLSTATE P0001')
  expect(worker.output()).not.toContain(canary)
  const { rows } = await world.pool.query('select last_error from graphile_worker.jobs where last_error is not null')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(canary)
})

test('requests that fail print who called and what for, and no word of what was sent', async () => {
  const port = await freePort()
  const server = await ready('server', { PORT: port, BASE_URL: `http://127.0.0.1:${port}` })
  const at = `http://127.0.0.1:${port}`
  const json = { 'content-type': 'application/json' }
  const post = (path: string, body: unknown, headers = {}) =>
    fetch(`${at}${path}`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
  const credentials = { email: `${canary}@acme.example`, password }
  const { accessToken } = (await (await post('/api/auth/login', credentials)).json()) as { accessToken: string }
  const bearer = { authorization: `Bearer ${accessToken}` }
  await refuse('tickets', 'title')
  const failed = await post('/api/tickets', { title: canary, message: canary }, bearer)
  await takeAgain('tickets')
  expect(failed.status, await failed.text()).toBe(500)
  expect((await post('/api/auth/login', { ...credentials, password: canary })).status).toBe(401)
  await post('/trpc/auth.login', { email: canary, [canary]: canary })
  await fetch(`${at}/trpc/auth.login`, { method: 'POST', headers: json, body: `{"${canary}` })
  await fetch(`${at}/trpc/tickets.list,${canary}?batch=1&input=${canary}`, { headers: bearer })
  await fetch(`${at}/api/tickets?q=${canary}`, { headers: { ...bearer, cookie: `session=${canary}` } })
  await fetch(`${at}/reset/${canary}?token=${canary}`, { headers: { 'user-agent': canary, referer: canary } })
  await fetch(`${at}/api/mailboxes/oauth/callback?code=${canary}&state=${canary}`, { redirect: 'manual' })
  await fetch(`${at}/api/tickets`, { headers: { authorization: `Bearer gotrs_${canary}` } })
  await vi.waitFor(() => expect(server.output().match(/"msg":"request"/g)).toHaveLength(10))
  expect(server.output()).not.toContain(canary)
  const [made] = server
    .output()
    .split('\n')
    .filter(line => /"method":"POST","route":"\/api\/tickets"/.test(line))
  const { rows } = await world.pool.query('select id from users where name = $1', [canary])
  expect(JSON.parse(made ?? '')).toMatchObject({
    ...{ userId: rows[0].id, credential: expect.stringMatching(/^login:[0-9a-f-]{36}$/) },
    ...{ address: '127.0.0.1', method: 'POST' },
  })
})

const database = (url: string) => ({ DATABASE_URL: url })
const own = (change: (url: URL) => void) => () => {
  const url = new URL(world.databaseUrl)
  change(url)
  return database(url.href)
}

test.each<[string, string, () => Record<string, string>]>([
  ['an unavailable database', 'migrate', () => database(`postgres://gotrs:${canary}@127.0.0.1:1/gotrs`)],
  ['a host that does not exist', 'migrate', () => database(`postgres://gotrs:${canary}@nowhere.invalid/gotrs`)],
  ['an invalid URL', 'server', () => database(`postgres://gotrs:${canary}@[x/gotrs`)],
  ['an option that is wrong', 'migrate', own(url => url.searchParams.set('sslmode', `verify-${canary}`))],
  ['a password that is wrong', 'migrate', own(url => (url.password = canary))],
  ['a single percent sign', 'migrate', () => database(`postgres://gotrs:${canary}%zz@127.0.0.1:1/gotrs`)],
  ['a key that is too short', 'server', () => ({ SECRET_KEY: canary })],
  ['an unavailable Valkey', 'start', () => ({ VALKEY_URL: `redis://u:${canary}@127.0.0.1:1`, SMTP_IN_PORT: '0' })],
  ['a relay that is wrong', 'mail-worker', () => ({ SMTP_URL: `smtp://u:${canary}@[x`, SMTP_IN_PORT: '0' })],
])('a start that fails for %s prints no secret', async (_, command, settings) => {
  const failing = await start(command, { PORT: await freePort(), ...settings() })
  const [code] = await once(failing.child, 'close')
  expect(code).toBe(1)
  expect(failing.output().trim()).not.toBe('')
  expect(failing.output()).not.toContain(canary)
})

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return String(port)
}
