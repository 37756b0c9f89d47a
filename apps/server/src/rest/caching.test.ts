import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from '../../testing/served-world.ts'

let desk: ServedWorld
let ticketId: string
beforeAll(async () => {
  desk = await serveWorld()
  for (const title of ['First', 'Second', 'Third']) {
    ticketId = (await post('/api/tickets', { title, message: 'It smokes. '.repeat(200) })).body.id
  }
})
afterAll(() => desk.stop())

const get = (path: string, headers: Record<string, string> = {}, as: 'ana' | 'omar' = 'ana') =>
  desk.fetch(path, { as, headers })

async function post(path: string, body: object, headers: Record<string, string> = {}, method = 'POST') {
  const init = { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
  const response = await desk.fetch(path, { as: 'ana', ...init })
  return { status: response.status, headers: response.headers, body: (await response.json()) as { id: string } }
}

/** As it comes over the line: `fetch` would decompress it. */
async function raw(path: string, headers: Record<string, string>) {
  const Cookie = await desk.cookieOf('ana')
  return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const asked = request(`${desk.url}${path}`, { headers: { Cookie, ...headers } }, async response => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ headers: response.headers, body: Buffer.concat(chunks) })
    })
    asked.on('error', reject).end()
  })
}

describe('ETag and If-None-Match', () => {
  test.each(['/api/queues', '/api/tickets?status=new', '/api/tickets/1001'])(
    '%s: 304 without a body until it changes',
    async path => {
      const first = await get(path)
      const etag = String(first.headers.get('ETag'))
      expect(first.headers.get('Cache-Control')).toBe('no-store')
      expect(first.headers.get('Vary')).toContain('Accept-Encoding')
      for (const known of [etag, `"other", ${etag}`, '*', `W/${etag.replace('W/', '')}`]) {
        const again = await get(path, { 'If-None-Match': known })
        expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', etag])
      }
      expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200)
    },
  )

  test('a program with a token may keep an answer, a browser with a session may not', async () => {
    const Authorization = await desk.authorizationOf('ana')
    const { token } = await desk.makeToken('ana', ['tickets:read'])
    for (const given of [Authorization, `Bearer ${token}`]) {
      const first = await fetch(`${desk.url}/api/tickets/1001`, { headers: { Authorization: given } })
      expect(first.headers.get('Cache-Control')).toBe('private, no-cache')
      const headers = { Authorization: given, 'If-None-Match': String(first.headers.get('ETag')) }
      const again = await fetch(`${desk.url}/api/tickets/1001`, { headers })
      expect([again.status, again.headers.get('Cache-Control')]).toEqual([304, 'private, no-cache'])
    }
    expect((await get('/api/tickets/1001')).headers.get('Cache-Control')).toBe('no-store')
  })

  test('a ticket that changed without a new version is sent again', async () => {
    const path = `/api/tickets/${ticketId}`
    const { headers } = await get(path)
    await desk.world.pool.query(`update users set name = 'Ana Maria' where id = $1`, [desk.world.ana.id])
    const again = await get(path, { 'If-None-Match': String(headers.get('ETag')) })
    expect(again.status).toBe(200)
    const changed = { priority: 'high' }
    const etag = String(again.headers.get('ETag'))
    expect((await post(path, changed, { 'If-Match': etag }, 'PUT')).status).toBe(200)
    expect((await post(path, { priority: 'low' }, { 'If-Match': etag }, 'PUT')).status).toBe(412)
  })

  test('never answers another person with 304 for a different representation', async () => {
    const { headers } = await get(`/api/tickets/${ticketId}`)
    const other = await get(`/api/tickets/${ticketId}`, { 'If-None-Match': String(headers.get('ETag')) }, 'omar')
    expect(other.status).toBe(404)
  })

  test('does not let anybody cache the answer of a write, and ignores If-None-Match there', async () => {
    const { status, headers } = await post('/api/tickets', { title: 'Fourth', message: 'x' }, { 'If-None-Match': '*' })
    expect([status, headers.get('Cache-Control')]).toEqual([201, 'no-store'])
  })
})

describe('Link', () => {
  test('leads through the pages of a list with the same filters, until the last one', async () => {
    const seen: string[] = []
    let path: string | undefined = '/api/tickets?status=new&limit=1'
    while (path) {
      const response = await get(path)
      const { items, nextCursor } = (await response.json()) as { items: { id: string }[]; nextCursor: string | null }
      seen.push(...items.map(({ id }) => id))
      const link: string | null = response.headers.get('Link')
      expect(link === null).toBe(nextCursor === null)
      if (link)
        expect(link).toMatch(/^<http:\/\/desk\.test\/api\/tickets\?status=new&limit=1&cursor=[^>]+>; rel="next"$/)
      path = link?.match(/^<http:\/\/desk\.test([^>]+)>/)?.[1]
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toContain(ticketId)
  })

  test('always has one for events, to continue later', async () => {
    const response = await get('/api/events?after=now&types=ticket.created')
    const { nextAfter } = (await response.json()) as { nextAfter: string }
    expect(response.headers.get('Link')).toBe(
      `<http://desk.test/api/events?after=${nextAfter}&types=ticket.created>; rel="next"`,
    )
  })
})

describe('compression', () => {
  const queries = `/trpc/tickets.list,tickets.list?batch=1&input=${encodeURIComponent('{"0":{},"1":{}}')}`
  test.each(['/api/openapi.json', '/api/docs', queries])(
    'compresses %s with gzip when it is accepted, twice',
    async path => {
      const plain = await raw(path, {})
      expect(plain.headers['content-encoding']).toBeUndefined()
      for (let times = 0; times < 2; times += 1) {
        const zipped = await raw(path, { 'Accept-Encoding': 'br, gzip' })
        expect([zipped.headers['content-encoding'], zipped.headers.vary]).toEqual([
          'gzip',
          expect.stringContaining('Accept-Encoding'),
        ])
        expect(gunzipSync(zipped.body).toString()).toBe(plain.body.toString())
        expect(zipped.body.length).toBeLessThan(plain.body.length / 3)
      }
    },
  )

  test('a long answer comes as gzip where it is accepted, and the same answer as it is', async () => {
    const path = `/api/tickets/${ticketId}`
    const [plain, zipped] = [await raw(path, {}), await raw(path, { 'Accept-Encoding': 'br, gzip' })]
    expect([plain.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual([undefined, 'gzip'])
    expect(gunzipSync(zipped.body).toString()).toBe(plain.body.toString())
    expect(zipped.body.length).toBeLessThan(plain.body.length / 3)
    expect(zipped.headers.etag).not.toBe(plain.headers.etag)
    expect((await get(path, { 'If-None-Match': String(zipped.headers.etag) })).status).toBe(304)
    expect((await post(path, { priority: 'urgent' }, { 'If-Match': String(zipped.headers.etag) }, 'PUT')).status).toBe(
      200,
    )
  })

  test.each(['gzip;q=0', 'identity', ''])('not for %s', async accepted => {
    const { headers } = await raw(`/api/tickets/${ticketId}`, { 'Accept-Encoding': accepted })
    expect(headers['content-encoding']).toBeUndefined()
  })

  test('short answers, answers to writes and streams are not compressed', async () => {
    expect((await raw('/api/queues', { 'Accept-Encoding': 'gzip' })).headers['content-encoding']).toBeUndefined()
    const long = { title: 'Long', message: 'It smokes. '.repeat(500) }
    const made = await post('/api/tickets', long, { 'Accept-Encoding': 'gzip' })
    expect(made.headers.get('Content-Encoding')).toBeNull()
    // As many as a batch takes, so that their answer is long.
    const calls = Array.from({ length: 20 }, () => 'tickets.create')
    const mutation = await desk.fetch(`/trpc/${calls.join()}?batch=1`, {
      as: 'ana',
      method: 'POST',
      headers: { 'Accept-Encoding': 'gzip', 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...calls.map(() => long) }),
    })
    expect([mutation.status, mutation.headers.get('Content-Encoding')]).toEqual([200, null])
    expect((await mutation.text()).length).toBeGreaterThan(1_024)
    const streams: [path: string, headers: Record<string, string>][] = [
      ['/api/live', {}],
      ['/trpc/live.hints?input={}', {}],
      [queries, { 'trpc-accept': 'application/jsonl' }],
    ]
    for (const [path, more] of streams) {
      const headers = { 'Accept-Encoding': 'gzip', ...more }
      const stop = new AbortController()
      const stream = await desk.fetch(path, { as: 'ana', headers, signal: stop.signal })
      expect([path, stream.status, stream.headers.get('Content-Encoding')]).toEqual([path, 200, null])
      stop.abort()
    }
  })
})

describe('Idempotency-Replayed', () => {
  test('marks a replayed answer, with its status and Location', async () => {
    const ask = (key: string) => post('/api/tickets', { title: 'Once', message: 'x' }, { 'Idempotency-Key': key })
    const [first, again] = [await ask('one'), await ask('one')]
    expect([first.headers.get('Idempotency-Replayed'), again.headers.get('Idempotency-Replayed')]).toEqual([
      null,
      'true',
    ])
    expect([again.status, again.headers.get('Location')]).toEqual([201, first.headers.get('Location')])
    expect(again.headers.get('Location')).toBe(`/api/tickets/${first.body.id}`)
    expect((await ask('two')).headers.get('Idempotency-Replayed')).toBeNull()
  })

  test('marks a change of a row that is written by hand, an upload, and a call by tRPC', async () => {
    const change = () => post(`/api/tickets/${ticketId}`, { title: 'Renamed' }, { 'Idempotency-Key': 'three' }, 'PUT')
    await change()
    expect((await change()).headers.get('Idempotency-Replayed')).toBe('true')
    const upload = () => {
      const body = new FormData()
      body.set('file', new File(['x'], 'x.txt'))
      return desk.fetch('/api/attachments', { as: 'ana', method: 'POST', headers: { 'Idempotency-Key': 'four' }, body })
    }
    expect((await upload()).headers.get('Idempotency-Replayed')).toBeNull()
    expect((await upload()).headers.get('Idempotency-Replayed')).toBe('true')
    const tag = () => post('/trpc/tickets.tag', { ticketId, version: 'any', tag: 'vpn' }, { 'Idempotency-Key': 'five' })
    expect((await tag()).headers.get('Idempotency-Replayed')).toBeNull()
    expect((await tag()).headers.get('Idempotency-Replayed')).toBe('true')
  })
})
