import { isSearchable } from '@gotrs/contract/filter/search-text'
import type { World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { inputsOf } from '../access/inputs.ts'
import { createRolledBackDesk, type RolledBackDesk } from '../access/rolled-back-desk.ts'
import { createScene, type Scene } from '../access/scene.ts'
import { readSettings } from '../env.ts'
import { createApp } from '../http/app.ts'
import { type Listener, listen } from '../http/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { restRoutes } from '../rest/routes.ts'
import { appRouter } from '../router.ts'
import { brokenCursors, hostile, refusedLists, wild } from './hostile-values.ts'

/** Attack 21: a sort, a filter, a pattern, a path or a cursor is handled as text or rejected; it is never SQL. */

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>

// Thousands of calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let world: World
let scene: Scene
let rolledBack: RolledBackDesk
let listener: Listener
const cookies: Record<string, string> = {}
beforeAll(async () => {
  scene = await createScene()
  world = scene.world
  for (const person of ['admin', 'ana', 'omar', 'lena'] as const) {
    cookies[person] = `gotrs=${(await world.sessions.open(world[person].id, { userAgent: 'test' })).sessionId}`
  }
  rolledBack = await createRolledBackDesk(world)
  const { desk } = rolledBack
  const settings = {
    ...readSettings({ DATABASE_URL: world.databaseUrl, SECRET_KEY: 's'.repeat(32), BASE_URL: 'http://desk.test' }),
    callsPerMinute: 0,
  }
  listener = await listen(createApp({ desk, settings, log: world.log, metrics: createMetrics(desk) }), '127.0.0.1', 0)
})
afterAll(async () => {
  await listener.close(1_000)
  rolledBack.stop()
  await world.remove()
})

type Answer = { status: number; code: string; items: { id: string }[]; text: string }

/** One call over HTTP that is rolled back. */
function send(path: string, init: RequestInit = {}, as = 'admin'): Promise<Answer> {
  return rolledBack.run(async () => {
    const headers = { 'Content-Type': 'application/json', Origin: 'http://desk.test', Cookie: cookies[as] ?? '' }
    const response = await fetch(`http://127.0.0.1:${listener.port}${path}`, { headers, ...init })
    const text = await response.text()
    const body = text.startsWith('{') ? JSON.parse(text) : {}
    const answer = body.result?.data ?? body
    const code = body.error?.data?.desk?.code ?? body.error?.code ?? 'ok'
    return { status: response.status, code, items: answer?.items ?? [], text }
  })
}

function trpc(name: string, input: unknown, as = 'admin'): Promise<Answer> {
  const json = JSON.stringify(input)
  return procedures[name]?._def.type === 'mutation'
    ? send(`/trpc/${name}`, { method: 'POST', body: json }, as)
    : send(`/trpc/${name}?input=${encodeURIComponent(json ?? '')}`, {}, as)
}

const rest = (path: string, query: Record<string, string> = {}, as = 'admin') =>
  send(`${path}?${new URLSearchParams(query)}`, {}, as)

describe('every procedure, with a hostile text for each value', () => {
  const names = Object.keys(procedures).filter(name => procedures[name]?._def.type !== 'subscription')

  test.each(names)('%s rejects it or handles it as text', async name => {
    const [make] = Object.values(inputsOf(name))
    const input = make?.(scene)
    for (const [where, value] of changesOf(input, hostileFor(name))) {
      const said = await trpc(name, value)
      const what = `${where}: ${JSON.stringify(value)?.slice(0, 300)}`
      expect([what, said.status < 500, said.text.slice(0, 300)]).toEqual([what, true, said.text.slice(0, 300)])
      expect(said.text).not.toMatch(/syntax error|invalid input syntax|out of range|does not exist/i)
    }
  })

  // These hash what they are given for a password.
  const hostileFor = (name: string) => (name.startsWith('auth.') ? hostile.slice(0, 2) : hostile)
})

/** The input with one of its values changed, one after the other. */
function* changesOf(input: unknown, values: readonly unknown[]): Generator<[string, unknown]> {
  if (typeof input !== 'object' || input === null) return
  for (const [key, old] of Object.entries(input)) {
    const change = (value: unknown) => (Array.isArray(input) ? [value] : { ...input, [key]: value })
    for (const value of values) yield [key, change(value)]
    for (const [inner, value] of changesOf(old, values)) yield [`${key}.${inner}`, change(value)]
  }
}

describe('a list of tickets', () => {
  test.each(refusedLists)('by %j is rejected with %s, not with an internal error', async (input, code) => {
    expect(await trpc('tickets.list', input)).toMatchObject({ status: 400, code })
    // Half a character cannot be said in an address.
    if (!JSON.stringify(input).includes('\\ud800')) {
      const query = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, saidInQuery(value)]))
      expect(await rest('/api/tickets', query)).toMatchObject({ status: 400, code })
    }
  })
  const saidInQuery = (value: unknown) =>
    Array.isArray(value) ? value.map(it => (typeof it === 'string' ? it : JSON.stringify(it))).join() : String(value)

  test('returns no more for any search, and to nobody the tickets of others', async () => {
    for (const as of ['lena', 'ana']) {
      const own = new Set((await trpc('tickets.list', { limit: 100 }, as)).items.map(it => it.id))
      for (const text of wild) {
        for (const field of ['q', 'customer', 'assignee', 'queue', 'tag']) {
          const value = text.slice(0, 50)
          const answers = [
            await trpc('tickets.list', { [field]: value }, as),
            await rest('/api/tickets', { [field]: value }, as),
          ]
          for (const said of answers) {
            expect([field, value, said.status < 500]).toEqual([field, value, true])
            for (const item of said.items) expect(own).toContain(item.id)
            // Nothing here is called so: a pattern would find everything. A search reads words alone, and finds its own by them.
            if (field !== 'q') expect([field, value, said.items]).toEqual([field, value, []])
          }
        }
      }
    }
  })
})

describe('a pattern is text', () => {
  test.each([
    ['users.list', '/api/users', 'text'],
    ['tags.list', '/api/tags', 'text'],
    ['inbound.list', '/api/inbound', 'q'],
    ['outbox.list', '/api/outbox', 'q'],
  ])('in %s', async (name, path, field) => {
    for (const text of wild) {
      for (const said of [await trpc(name, { [field]: text }), await rest(path, { [field]: text })]) {
        // What is too short to search for is rejected, tags aside, which are found by their beginning.
        const isTaken = name === 'tags.list' || isSearchable(text)
        expect([text, said.status]).toEqual([text, isTaken ? 200 : 400])
        if (!isTaken) continue
        const items = said.items.length > 0 ? said.items : JSON.parse(said.text).result?.data
        expect([text, Array.isArray(items) ? items : []]).toEqual([text, []])
      }
    }
    const all = (await trpc(name, {})).text
    expect(all.length, 'there is something to find').toBeGreaterThan(60)
  })
})

describe('a cursor', () => {
  const lists: [string, string, () => Record<string, string>, () => string][] = [
    ['tickets.list', '/api/tickets', () => ({ sort: 'newest' }), () => 'tickets newest'],
    ['users.list', '/api/users', () => ({}), () => 'users'],
    ['inbound.list', '/api/inbound', () => ({}), () => 'inbound'],
    ['outbox.list', '/api/outbox', () => ({}), () => 'outbox'],
    ['messages.list', '', () => ({ ticketId: scene.support.ticketId }), () => `messages ${scene.support.ticketId}`],
    ['webhooks.deliveries', '', () => ({ webhookId: scene.webhook.id }), () => `deliveries ${scene.webhook.id}`],
  ]
  test.each(lists)('that was changed is rejected by %s, or returns nothing new', async (name, path, more, list) => {
    const own = new Set((await trpc(name, { ...more(), limit: 100 })).items.map(it => it.id))
    for (const at of brokenCursors(list())) {
      const answers = [await trpc(name, { ...more(), cursor: at })]
      if (path) answers.push(await rest(path, { ...more(), cursor: at }))
      for (const said of answers) {
        expect([at, said.status === 400 || said.status === 200, said.text.slice(0, 200)]).toMatchObject([at, true, {}])
        for (const item of said.items) expect(own).toContain(item.id)
      }
    }
  })

  test('of one list or order is rejected by every other one', async () => {
    await world.pool.query(
      `insert into webhook_deliveries (id, webhook_id, event_id, event_type, payload, status, created_at)
       select gen_random_uuid(), webhook_id, gen_random_uuid(), event_type, payload, status, created_at
       from webhook_deliveries where id = $1`,
      [scene.deliveryId],
    )
    const all: [string, string, Record<string, string>][] = [
      ...['waiting', 'newest', 'oldest', 'updated', 'priority'].map((sort): [string, string, { sort: string }] => [
        'tickets.list',
        '/api/tickets',
        { sort },
      ]),
      ...lists.slice(1, 4).map(([name, path, more]): (typeof all)[number] => [name, path, more()]),
      ...[scene.support.ticketId, scene.billing.ticketId].map((ticketId): (typeof all)[number] => [
        'messages.list',
        `/api/tickets/${ticketId}/messages`,
        { ticketId },
      ]),
      ['webhooks.deliveries', `/api/webhooks/${scene.webhook.id}/deliveries`, { webhookId: scene.webhook.id }],
    ]
    const given: (string | null)[] = []
    for (const [name, , more] of all) {
      const { nextCursor, earlierCursor = nextCursor } = JSON.parse((await trpc(name, { ...more, limit: 1 })).text)
        .result.data
      given.push(earlierCursor)
    }
    expect(given).not.toContain(null)
    for (const [index, [name, path, more]] of all.entries()) {
      const { ticketId: _ticket, webhookId: _webhook, ...query } = more
      for (const [from, cursor] of given.entries()) {
        const code = index === from ? 'ok' : 'invalid_cursor'
        for (const said of [
          await trpc(name, { ...more, cursor }),
          await rest(path, { ...query, cursor: cursor ?? '' }),
        ]) {
          expect([path, more, all[from], said.code]).toEqual([path, more, all[from], code])
        }
      }
    }
  })

  test('of an admin shows nobody else what they may not see', async () => {
    const page = JSON.parse((await trpc('tickets.list', { limit: 1, sort: 'newest' })).text).result.data
    const own = new Set((await trpc('tickets.list', {}, 'lena')).items.map(it => it.id))
    const said = await trpc('tickets.list', { sort: 'newest', cursor: page.nextCursor }, 'lena')
    expect(said.status).toBe(200)
    for (const item of said.items) expect(own).toContain(item.id)
  })

  test('of a customer reveals nothing about waiting times', async () => {
    const page = JSON.parse((await trpc('tickets.list', { limit: 1 }, 'omar')).text).result.data
    const [, value] = JSON.parse(Buffer.from(page.nextCursor, 'base64url').toString())
    expect(value).toBe(page.items[0]?.updatedAt)
  })
})

test('an id in a path is valid, or the answer is not_found', async () => {
  const ids = [
    "x' or 1=1 --",
    '%',
    '..%2f..',
    '1e3',
    '-1',
    '0x10',
    '99999999999999999999',
    '__proto__',
    '%00',
    '1,2',
    `x'`,
  ]
  const paths = restRoutes.filter(row => row.method === 'get' && row.params)
  for (const { path } of paths) {
    for (const text of ids) {
      const said = await send(
        path.replaceAll(/\{\w+\}/g, text.includes('%2f') || text === '%00' ? text : encodeURIComponent(text)),
      )
      expect([path, text, [400, 404].includes(said.status), said.text.slice(0, 200)]).toMatchObject([
        path,
        text,
        true,
        {},
      ])
    }
  }
  const endpoints = ['/api/attachments/', '/api/inbound/', '/api/messages/']
  for (const endpoint of endpoints) {
    for (const text of ids) expect([400, 404]).toContain((await send(`${endpoint}${encodeURIComponent(text)}`)).status)
  }
})

test('a message with NUL, or half a character, is rejected and nothing is written', async () => {
  for (const text of ['a\u0000b', 'half \udc00']) {
    expect(await trpc('tickets.create', { title: 'Hello', message: text })).toMatchObject({
      status: 400,
      code: 'invalid_input',
    })
  }
})
