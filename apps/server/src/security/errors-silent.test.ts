import { rename, rm, writeFile } from 'node:fs/promises'
import { errorFacts } from '@gotrs/core/kernel/error-facts'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** Attack 22: a fault behind a call shows its caller only a code and the id under which the log has it. */

type Logged = { err?: unknown; requestId?: string; route?: string; procedure?: string }
const logged: Logged[] = []
const note = (facts: object) => void logged.push(facts)

let desk: ServedWorld
let ticketId: string
let messageId: string
let mailId: string
let fileId: string
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 }, { log: { info: () => {}, warn: note, error: note } })
  ticketId = (await ask(desk.world, desk.world.omar, { title: secretWord, message: secretWord })).ticketId
  const { id } = await receive(desk.world, letter({ subject: 'By mail' }))
  mailId = id
  messageId = (await desk.world.pool.query('select id from messages where inbound_mail_id = $1', [id])).rows[0].id
  fileId = ((await (await upload('omar')).json()) as { id: string }).id
})
beforeEach(() => {
  logged.length = 0
})
afterAll(() => desk.stop())

/** In the text of a row and of a call: no error may repeat them. */
const secretWord = 'quokka-in-a-row'
const json = { 'Content-Type': 'application/json' }

async function upload(as: Person): Promise<Response> {
  const form = new FormData()
  form.set('file', new File(['x'], `${secretWord}.txt`))
  return desk.fetch('/api/attachments', { method: 'POST', body: form, as })
}

const post = (body: object, headers = {}) => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
})

/** SQL, stacks, paths, libraries, settings and the words of rows. */
function expectSilent(text: string): void {
  expect(text).not.toMatch(/\b(select|insert|update|delete|from|where|relation|column|constraint|violates|syntax)\b/i)
  expect(text).not.toMatch(/node_modules|\.[cm]?[jt]s\b|\bat [\w.<>]+ \(|"stack"|Error:|drizzle|postgres|\bpg\b/i)
  expect(text).not.toMatch(/ENO|EACCES|EISDIR|\/tmp|\/work|blobs|SECRET_KEY|password_hash/)
  for (const secret of [secretWord, desk.world.blobsDir, desk.world.databaseUrl, 'a secret key for tests']) {
    expect(text).not.toContain(secret)
  }
}

/** An internal error, answered as one and found in the log by the id in the answer. */
async function expectFault(what: string, response: Response): Promise<void> {
  const text = await response.text()
  expect([what, response.status, text]).toEqual([what, 500, expect.stringContaining('internal')])
  expectSilent(text.replaceAll(/\/trpc\/[\w.]+|"path":"[\w.]+"/g, ''))
  const requestId = response.headers.get('X-Request-Id')
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(text).toContain(`"requestId":"${requestId}"`)
  const [entry, ...more] = logged.splice(0)
  expect(entry, `${what} is in the log`).toMatchObject({ requestId })
  expect(more, 'once').toEqual([])
  // The log has the error, without the input of the call and the content of the row.
  expect(JSON.stringify(errorFacts(entry?.err))).not.toContain(secretWord)
  for (const name of [...response.headers.keys()]) expectSilent(response.headers.get(name) ?? '')
}

describe('a table with another schema than the code expects', () => {
  /** Statements that fail in real Postgres, and not because of a lost connection. */
  async function without(column: [string, string], work: () => Promise<void>): Promise<void> {
    const [table, name] = column
    await desk.world.asOwner(`alter table ${table} rename column ${name} to ${name}_gone`)
    try {
      await work()
    } finally {
      await desk.world.asOwner(`alter table ${table} rename column ${name}_gone to ${name}`)
    }
  }

  test('is an error without details, by tRPC, by REST, for files and for streams', async () => {
    const create = { title: 'Printer', message: secretWord }
    const calls: [string, Parameters<ServedWorld['fetch']>[1]][] = [
      ['/trpc/tickets.list?input={}', { as: 'ana' }],
      [`/trpc/tickets.list?input=${encodeURIComponent(JSON.stringify({ q: secretWord }))}`, { as: 'ana' }],
      [`/trpc/tickets.get?input=${encodeURIComponent(JSON.stringify({ ticketId }))}`, { as: 'omar' }],
      ['/trpc/tickets.create', { ...post(create), as: 'omar' }],
      ['/trpc/tickets.create', { ...post(create, { 'Idempotency-Key': 'k' }), as: 'omar' }],
      [`/api/tickets?q=${secretWord}`, { as: 'ana' }],
      [`/api/tickets/${ticketId}`, { as: 'ana' }],
      ['/api/tickets', { ...post({ title: 'Printer', message: secretWord }), as: 'omar' }],
      [`/api/messages/${messageId}`, { as: 'ana' }],
      [`/api/messages/${messageId}/raw`, { as: 'ana' }],
      [`/api/messages/${messageId}/remote-image?url=http://x.example/${secretWord}`, { as: 'ana' }],
    ]
    await without(['tickets', 'title'], async () => {
      await without(['tickets', 'queue_id'], async () => {
        for (const [path, init] of calls) {
          await expectFault(path, await desk.fetch(path, { ...init, headers: { ...init?.headers } }))
        }
      })
    })
    await without(['attachments', 'filename'], async () => {
      await expectFault('a download', await desk.fetch(`/api/attachments/${fileId}`, { as: 'omar' }))
      await expectFault('an upload', await upload('omar'))
    })
    await without(['inbound_mails', 'size'], async () => {
      await expectFault('a mail of the ledger', await desk.fetch(`/api/inbound/${mailId}/raw`, { as: 'admin' }))
    })
    // The caller cannot be identified: every endpoint, also the streams.
    await without(['users', 'role'], async () => {
      const cookie = { headers: { Cookie: `gotrs=${'a'.repeat(40)}` } }
      for (const path of ['/api/live', '/api/tickets', `/api/attachments/${fileId}`]) {
        await expectFault(path, await desk.fetch(path, cookie))
      }
    })
    await without(['users', 'password_hash'], async () => {
      const login = await desk.fetch('/trpc/auth.login', post({ email: 'omar@acme.example', password: secretWord }))
      await expectFault('a login', login)
    })
    expect((await desk.fetch('/api/tickets', { as: 'ana' })).status).toBe(200)
  })

  test('of a batch fails only its own call, and reveals as little', async () => {
    await without(['tags', 'name'], async () => {
      const response = await desk.fetch('/trpc/auth.desk,tags.list?batch=1&input={"1":{}}', { as: 'ana' })
      const [good, bad] = (await response.json()) as unknown[]
      expect(good).toMatchObject({ result: { data: { businessName: 'Northwind' } } })
      expect(bad).toMatchObject({
        error: { message: expect.stringContaining('request id'), data: { httpStatus: 500 } },
      })
      expectSilent(JSON.stringify(bad).replace('"path":"tags.list"', ''))
    })
  })

  test.each(['/api/live', '/trpc/live.hints?input={}'])(
    'holds back the hints of an open stream at %s without words',
    async path => {
      const response = await desk.fetch(path, { as: 'ana', headers: { Accept: 'text/event-stream' } })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let heard = ''
      let isOver = false
      const listening = (async () => {
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) heard += part.value
        isOver = true
      })()
      const { world } = desk
      await expect
        .poll(
          async () => {
            await ask(world, world.omar)
            return heard.includes('ticket.created')
          },
          { timeout: 10_000 },
        )
        .toBe(true)
      heard = ''
      await without(['events', 'payload'], async () => {
        await world.bus.publish({ hints: [{ type: 'ticket.created', ticketId, eventId: crypto.randomUUID() }] })
        await new Promise(resolve => setTimeout(resolve, 1_500))
        expectSilent(heard)
      })
      expect(isOver).toBe(false)
      await ask(world, world.omar)
      await expect.poll(() => heard.includes('ticket.created'), { timeout: 10_000 }).toBe(true)
      expectSilent(heard.replaceAll('live.hints', ''))
      await reader?.cancel()
      await listening
    },
  )
})

describe('a blob store that cannot be read or written', () => {
  test('is an error without details, for uploads, downloads and mails', async () => {
    const { blobsDir } = desk.world
    // A file in place of the folder, because the tests may run as root, who ignores file modes.
    await rename(blobsDir, `${blobsDir}-away`)
    await writeFile(blobsDir, 'no folder')
    try {
      await expectFault('a download', await desk.fetch(`/api/attachments/${fileId}`, { as: 'omar' }))
      await expectFault(
        'a part',
        await desk.fetch(`/api/attachments/${fileId}`, { as: 'omar', headers: { Range: 'bytes=0-0' } }),
      )
      await expectFault('a mail', await desk.fetch(`/api/messages/${messageId}/raw`, { as: 'ana' }))
      await expectFault('a mail of the ledger', await desk.fetch(`/api/inbound/${mailId}/raw`, { as: 'admin' }))
      await expectFault('an upload', await upload('omar'))
    } finally {
      await rm(blobsDir)
      await rename(`${blobsDir}-away`, blobsDir)
    }
    expect((await desk.fetch(`/api/attachments/${fileId}`, { as: 'omar' })).status).toBe(200)
  })
})

describe('an error in the call itself', () => {
  test.each<[string, string, RequestInit]>([
    ['broken JSON', '/trpc/auth.login', { method: 'POST', headers: json, body: `{"email": "${secretWord}` }],
    ['broken JSON by REST', '/api/auth/login', { method: 'POST', headers: json, body: `{"email": "${secretWord}` }],
    ['a broken input of a query', `/trpc/tickets.list?input={${secretWord}`, {}],
    [
      'a broken form',
      '/api/attachments',
      { method: 'POST', headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' },
    ],
    ['a name that every object has', '/trpc/constructor.name', {}],
    ['an invalid encoding', '/api/tickets/%E0%A4%A', {}],
    ['a path that leads up', '/trpc/../../etc/passwd', {}],
    ['an invalid key', '/api/tickets', { ...post({ title: 'x' }), headers: { ...json, 'Idempotency-Key': 'a b' } }],
  ])('%s is rejected with a text of our own', async (_what, path, init) => {
    const response = await desk.fetch(path, { as: 'ana', ...init })
    const text = await response.text()
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expectSilent(text.replaceAll(/"path":"[^"]*"/g, ''))
  })
})
