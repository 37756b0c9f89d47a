import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Every answer has headers that say what a browser may do with it. */

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABXvMqOgAAAABJRU5ErkJggg==',
  'base64',
)
const json = { 'Content-Type': 'application/json' }

let home: string
let desk: ServedWorld
let underTls: ServedWorld
let fileId: string
let imageId: string
let mail: { id: string; messageId: string }
let token: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gotrs-web-'))
  for (const app of ['agent', 'portal']) {
    await mkdir(join(home, app, 'assets'), { recursive: true })
    await writeFile(join(home, app, 'index.html'), `<!doctype html><title>${app}</title>`)
    await writeFile(join(home, app, 'assets', 'main-a1b2c3.js'), 'console.log(1)')
    await writeFile(join(home, app, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  }
  desk = await serveWorld({ webDir: home })
  underTls = await serveWorld({ webDir: home, baseUrl: 'https://desk.example.org', callsPerMinute: 5 })
  fileId = await upload('x.html', '<script>alert(1)</script>', 'text/html')
  imageId = await upload('x.png', png, 'image/png')
  const { id } = await receive(desk.world, letter({}))
  const { rows } = await desk.world.pool.query('select id from messages where inbound_mail_id = $1', [id])
  mail = { id, messageId: rows[0].id }
  token = (await desk.makeToken('ana', ['tickets:read'])).token
})
afterAll(async () => {
  await desk.stop()
  await underTls.stop()
  await rm(home, { recursive: true })
})

async function upload(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  const form = new FormData()
  form.set('file', new File([content], name, { type }))
  const response = await desk.fetch('/api/attachments', { method: 'POST', body: form, as: 'ana' })
  return ((await response.json()) as { id: string }).id
}

const whole =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const download = "sandbox; default-src 'none'"

function expectHeaders({ headers }: Response, policy: string | RegExp, kind = 'it'): void {
  expect(headers.get('X-Content-Type-Options'), kind).toBe('nosniff')
  expect(headers.get('X-Frame-Options'), kind).toBe('DENY')
  expect(headers.get('Referrer-Policy'), kind).toBe('same-origin')
  expect(headers.get('Cross-Origin-Opener-Policy'), kind).toBe('same-origin')
  expect(headers.get('Cross-Origin-Resource-Policy'), kind).toBe('same-origin')
  expect(headers.get('Permissions-Policy'), kind).toBe('camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  expect(headers.get('X-Request-Id'), kind).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers.get('X-Powered-By'), kind).toBeNull()
  expect(headers.get('Server'), kind).toBeNull()
  const said = headers.get('Content-Security-Policy') ?? ''
  if (typeof policy === 'string') expect(said, kind).toBe(policy)
  else expect(said, kind).toMatch(policy)
  // No browser or proxy stores content of a person or a mail, so that the next person cannot read it.
  const caching = headers.get('Cache-Control')
  if (headers.get('Content-Type')?.includes('json') && headers.get('ETag') === null && kind !== 'a document')
    expect(caching, kind).toBe('no-store')
}

type Asked = { path: string; init?: Parameters<ServedWorld['fetch']>[1]; status: number; policy?: string | RegExp }
const post = (body: string) => ({ method: 'POST', headers: json, body })

const asked = (): Record<string, Asked> => ({
  'a page': { path: '/', status: 200 },
  'a page of the agents': { path: '/agent/tickets/1', status: 200 },
  'a page that the browser has': { path: '/', init: { headers: { 'If-None-Match': '*' } }, status: 200 },
  'an asset': { path: '/agent/assets/main-a1b2c3.js', status: 200 },
  'a picture of ours': { path: '/icon.svg', status: 200 },
  'an asset that is missing': { path: '/agent/assets/missing.js', status: 404 },
  'a change of a page': { path: '/', init: { method: 'POST' }, status: 404 },
  'the head of a page': { path: '/', init: { method: 'HEAD' }, status: 200 },
  'a query': { path: '/trpc/auth.desk', status: 200 },
  'a batch': { path: '/trpc/auth.desk,auth.me?batch=1', status: 200 },
  'a query of nobody': { path: '/trpc/tickets.list?input={}', status: 401 },
  'a mutation': { path: '/trpc/auth.logout', init: post('{}'), status: 200 },
  'a broken mutation': { path: '/trpc/auth.login', init: post('{'), status: 400 },
  'an unknown procedure': { path: '/trpc/auth.nothing', status: 404 },
  'a row of REST': { path: '/api/tickets', init: { as: 'ana' }, status: 200 },
  'a bad row of REST': { path: '/api/tickets?limit=x', init: { as: 'ana' }, status: 400 },
  'a row that needs a login': { path: '/api/tickets', status: 401 },
  'a row for others': { path: '/api/webhooks', init: { as: 'omar' }, status: 403 },
  'a row that is not there': { path: '/api/nothing', status: 404 },
  'a call by token': { path: '/api/tickets', init: { headers: { Authorization: `Bearer ${token}` } }, status: 200 },
  'another site': {
    path: '/api/tickets',
    init: { ...post('{}'), headers: { Origin: 'https://evil.example' } },
    status: 403,
  },
  'too much': { path: '/trpc/auth.login', init: post(' '.repeat(2 * 1024 * 1024 + 1)), status: 413 },
  'a document': { path: '/api/openapi.json', status: 200 },
  'the page of the API': { path: '/api/docs', status: 200, policy: /^default-src 'none'.*frame-ancestors 'none'/ },
  'a download': { path: `/api/attachments/${fileId}`, init: { as: 'ana' }, status: 200, policy: download },
  'a part of one': {
    path: `/api/attachments/${fileId}`,
    init: { as: 'ana', headers: { Range: 'bytes=0-1' } },
    status: 206,
    policy: download,
  },
  'a part that is not there': {
    path: `/api/attachments/${fileId}`,
    init: { as: 'ana', headers: { Range: 'bytes=900-901' } },
    status: 416,
  },
  'a picture inline': {
    path: `/api/attachments/${imageId}?inline=1`,
    init: { as: 'ana' },
    status: 200,
    policy: download,
  },
  'a download for others': { path: `/api/attachments/${fileId}`, init: { as: 'omar' }, status: 404 },
  'a mail': { path: `/api/messages/${mail.messageId}/raw`, init: { as: 'ana' }, status: 200, policy: download },
  'a mail of the ledger': { path: `/api/inbound/${mail.id}/raw`, init: { as: 'admin' }, status: 200, policy: download },
  'a remote image': {
    path: `/api/messages/${mail.messageId}/remote-image?url=x`,
    init: { as: 'ana' },
    status: 404,
    policy: /default-src '(none|self)'/,
  },
  'words in the place of one': {
    path: `/api/messages/${mail.messageId}/remote-image?url=x&orWords=1`,
    init: { as: 'ana' },
    status: 404,
    policy: "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  },
  'the way back from a provider': { path: '/api/mailboxes/oauth/callback?state=x', init: { as: 'admin' }, status: 303 },
  health: { path: '/healthz', status: 200 },
  readiness: { path: '/readyz', status: 200 },
  metrics: { path: '/metrics', status: 200 },
})

describe('every kind of answer', () => {
  test('that is whole at once', async () => {
    for (const [kind, { path, init, status, policy = whole }] of Object.entries(asked())) {
      const response = await desk.fetch(path, init)
      expect([kind, response.status]).toEqual([kind, status])
      expectHeaders(response, policy, kind)
      expect(response.headers.get('Strict-Transport-Security')).toBeNull()
      const isByToken = new Headers(init?.headers).has('Authorization')
      expect(response.headers.get('Access-Control-Allow-Origin'), kind).toBe(isByToken ? '*' : null)
      expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull()
      await response.body?.cancel()
    }
  })

  test.each(['/api/live', '/trpc/live.hints?input={}'])('a stream at %s', async path => {
    const leaving = new AbortController()
    const response = await desk.fetch(path, { as: 'ana', signal: leaving.signal })
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    expectHeaders(response, whole)
    expect(response.headers.get('Cache-Control')).toContain('no-')
    leaving.abort()
  })

  test('a request of a page of another origin', async () => {
    const headers = {
      Origin: 'https://elsewhere.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization',
    }
    const response = await fetch(`${desk.url}/api/tickets`, { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expectHeaders(response, whole)
  })

  test('a page that the browser has already', async () => {
    const ETag = (await desk.fetch('/')).headers.get('ETag') ?? ''
    const response = await desk.fetch('/', { headers: { 'If-None-Match': ETag } })
    expect(response.status).toBe(304)
    expectHeaders(response, whole)
  })
})

test.each(['/reset-password', '/verify-email'])('the page of a link to %s sends its token to nobody', async path => {
  const policyOf = async (address: string) => (await desk.fetch(address)).headers.get('Referrer-Policy')
  expect(await policyOf(`${path}?token=secret`)).toBe('no-referrer')
  expect(await policyOf(path)).toBe('same-origin')
})

test('each of them has HSTS under TLS, also errors and answers over the rate limit', async () => {
  const statuses: number[] = []
  for (const path of ['/', '/agent/assets/missing.js', '/api/nothing', ...Array(4).fill('/api/openapi.json')]) {
    const response = await underTls.fetch(path)
    statuses.push(response.status)
    expectHeaders(response, whole)
    expect(response.headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains')
  }
  expect(statuses).toEqual(expect.arrayContaining([200, 404, 429]))
})
