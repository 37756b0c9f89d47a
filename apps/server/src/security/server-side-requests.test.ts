import { lookup } from 'node:dns/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { createAddressGuard } from '@gotrs/core/kernel/private-hosts'
import { connect } from '@gotrs/core/mailboxes/imap-connection'
import { resolveMailHost } from '@gotrs/core/mailboxes/mail-host'
import { ask } from '@gotrs/core/testing/tickets'
import { createWebhook } from '@gotrs/core/webhooks/create'
import { deliverDue } from '@gotrs/core/webhooks/deliver'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

/**
 * Attack 20: a person who may enter an address cannot make the desk connect to its own network. Here 127.0.0.1 is outside
 * (PRIVATE_HOSTS allows it), and 127.0.0.2 is inside: a trap that must not be touched.
 */

// Many procedures and many ways to write an address, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let desk: ServedWorld
let outside: ReturnType<typeof createHttpServer>
let trap: Server
let port: number
/** The answers of the outside server, and the requests that it received. */
let redirect: string | null = null
const asked: string[] = []
let touched = 0

/** The addresses of names, as each test sets them: one answer after the other; the last one stays. */
const names = new Map<string, string[][]>()
const looked: string[] = []
const fixed: Record<string, string[]> = {
  localhost: ['127.0.0.2'],
  'inside.example': ['127.0.0.2'],
  'two.example': ['127.0.0.1', '127.0.0.2'],
  'mapped.example': ['::ffff:127.0.0.2'],
  'metadata.example': ['169.254.169.254'],
  'private.example': ['10.0.0.1'],
}

async function find(host: string): Promise<{ address: string; family: number }[]> {
  looked.push(host)
  const answers = names.get(host)
  const addresses = (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? fixed[host]
  // Numbers in other forms are addresses to the resolver of the machine.
  if (!addresses) return lookup(host, { all: true })
  return addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
}

beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
  desk.world.guard = createAddressGuard('127.0.0.1', find)
  outside = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (redirect) response.writeHead(302, { location: redirect }).end()
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('outside')
  })
  await new Promise<void>(resolve => outside.listen(0, '127.0.0.1', resolve))
  port = (outside.address() as AddressInfo).port
  trap = createServer(socket => {
    touched += 1
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret')
  })
  await new Promise<void>(resolve => trap.listen(port, '127.0.0.2', resolve))
})
beforeEach(async () => {
  redirect = null
  asked.length = 0
  looked.length = 0
  touched = 0
  names.clear()
  await desk.world.pool.query('delete from webhooks')
  await desk.world.pool.query('delete from rate_limits')
})
afterAll(async () => {
  outside.close()
  trap.close()
  await desk.stop()
})

/** Ways to write private addresses, and addresses that are never allowed. */
const literals = [
  ...['127.0.0.2', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0', '169.254.169.254'],
  ...['100.100.100.200', '255.255.255.255', '::1', '::', '::ffff:127.0.0.2', '::ffff:7f00:2', '::127.0.0.2'],
  ...['fd00::1', 'fe80::1', 'fd00:ec2::254', '64:ff9b::7f00:2', '2002:7f00:2::', '2001:db8::1'],
]
const numbers = ['2130706434', '0x7f000002', '0177.0.0.2', '127.2', '0x7f.2']
const named = [...Object.keys(fixed), 'inside.example.']
const hosts = [...literals, ...numbers, ...named]
const urlOf = (host: string, path = '/') => `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`

const hook = { name: 'Chat', eventTypes: ['ticket.created' as const], isActive: true }
const json = { 'Content-Type': 'application/json' }

/** Delivers the waiting deliveries of an event that was just emitted. */
async function tell(): Promise<Map<string, string>> {
  await ask(desk.world, desk.world.omar)
  await desk.world.settle()
  await deliverDue(desk.world)
  const { rows } = await desk.world.pool.query(
    'select w.url, d.status, d.response from webhook_deliveries d join webhooks w on w.id = d.webhook_id',
  )
  return new Map(rows.map(row => [row.url, `${row.status}: ${row.response}`]))
}

async function imagesOf(urls: string[]): Promise<(url: string) => Promise<Response>> {
  const { messageId } = await ask(desk.world, desk.world.omar)
  const html = urls.map(url => `<img data-remote-src="${url}" alt="" />`).join('')
  await desk.world.pool.query('update messages set html = $1 where id = $2', [html, messageId])
  return url => desk.fetch(`/api/messages/${messageId}/remote-image?url=${encodeURIComponent(url)}`, { as: 'ana' })
}

/** From Connect to the callback, with this token address of the provider; returns what the admin sees. */
async function oauthBy(tokenUrl: string): Promise<string> {
  const { mailboxId, supportId } = desk.world
  const oauth = {
    provider: 'other',
    clientId: 'desk',
    authorizeUrl: 'https://provider.example/a',
    tokenUrl,
    scope: 'mail',
  }
  const mailbox = { name: 'support', address: 'support@gotrs.example', displayName: 'Support', queueId: supportId }
  const saved = await desk.mutate(
    'mailboxes.update',
    { mailboxId, ...mailbox, oauth: { ...oauth, clientSecret: 'x' } },
    'admin',
  )
  if (saved.status !== 200) return String(saved.code)
  const { url } = (await desk.mutate('mailboxes.startOAuth', { mailboxId }, 'admin')).data as { url: string }
  const state = encodeURIComponent(new URL(url).searchParams.get('state') ?? '')
  const back = await desk.fetch(`/api/mailboxes/oauth/callback?code=x&state=${state}`, { as: 'admin' })
  return new URL(back.headers.get('location') ?? '').searchParams.get('oauthError') ?? 'connected'
}

const account = (host: string) => ({ host, port, tls: 'none', auth: 'password', user: 'x', password: 'x' })

describe('an address in the private network', () => {
  test('is rejected when a webhook is created or updated, by tRPC and REST', async () => {
    const made = await desk.mutate('webhooks.create', { ...hook, url: urlOf('127.0.0.1') }, 'admin')
    expect(made.status).toBe(200)
    const { id } = made.data as { id: string }
    const send = async (method: string, path: string, body: string) =>
      (await desk.fetch(path, { method, headers: json, body, as: 'admin' })).status
    const calls: ((url: string) => Promise<number>)[] = [
      async url => (await desk.mutate('webhooks.create', { ...hook, url }, 'admin')).status,
      async url => (await desk.mutate('webhooks.update', { ...hook, webhookId: id, url }, 'admin')).status,
      url => send('POST', '/api/webhooks', JSON.stringify({ ...hook, url })),
      url => send('PUT', `/api/webhooks/${id}`, JSON.stringify({ ...hook, url })),
    ]
    for (const call of calls) expect(await call(urlOf('127.0.0.2'))).toBe(400)
    for (const [at, host] of hosts.entries()) {
      expect([host, await calls[at % calls.length]?.(urlOf(host))]).toEqual([host, 400])
    }
    expect((await desk.query('webhooks.list', undefined, 'admin')).data).toHaveLength(1)
    expect(touched).toBe(0)
  })

  test('gets no delivery of a webhook whose name had another address when it was created', async () => {
    for (const host of hosts) {
      await desk.world.run(desk.world.admin, uow => createWebhook(uow, { ...hook, url: urlOf(host) }))
    }
    const told = await tell()
    expect(told.size).toBe(hosts.length)
    for (const [url, said] of told)
      expect([url, said]).toEqual([url, expect.stringMatching(/^waiting: .*PRIVATE_HOSTS/)])
    expect(touched).toBe(0)
  })

  test('is not fetched as a picture of a mail', async () => {
    const load = await imagesOf(hosts.map(host => urlOf(host, '/x.png')))
    for (const host of hosts) {
      const response = await load(urlOf(host, '/x.png'))
      expect([host, response.status]).toEqual([host, 400])
      expect(await response.json()).toMatchObject({ error: { code: 'address_not_allowed' } })
    }
    expect(touched).toBe(0)
  })

  test('is not connected to by the test of a mailbox', async () => {
    for (const host of hosts) {
      await desk.world.pool.query('delete from rate_limits')
      const tried = await desk.mutate('mailboxes.test', { imap: account(host), smtp: account(host) }, 'admin')
      const problem = 'address_not_allowed'
      expect([host, tried.data]).toMatchObject([host, { imap: { problem }, smtp: { problem, said: null } }])
    }
    expect(touched).toBe(0)
  })

  test('gets no request for the tokens of a mailbox', async () => {
    for (const host of hosts) {
      expect([host, await oauthBy(urlOf(host, '/token'))]).toEqual([host, expect.stringContaining('PRIVATE_HOSTS')])
    }
    expect(touched).toBe(0)
  })

  // A mail server inside the network is usual; services that answer anybody are not.
  test('that is never a mail server is not read or sent through by a mailbox that is saved', async () => {
    const never = [
      '169.254.169.254',
      '::ffff:169.254.169.254',
      '100.100.100.200',
      'fd00:ec2::254',
      'fe80::1',
      '0.0.0.0',
    ]
    for (const host of never) {
      await expect(resolveMailHost(host)).rejects.toMatchObject({ code: 'address_not_allowed' })
      const mailbox = { account: { ...account(host), folder: 'INBOX', moveTo: '' }, name: 'support' }
      await expect(connect(mailbox as never, 1_000)).rejects.toThrow('never connects to')
    }
  })
})

describe('a name that has another address the next time', () => {
  /** First to the world outside, where it is looked at; then inside. */
  const rebind = () => names.set('rebind.example', [['127.0.0.1'], ['127.0.0.2']])
  const url = (path = '/') => urlOf('rebind.example', path)

  test('is checked again for each delivery of a webhook, and once for each connection', async () => {
    rebind()
    expect((await desk.mutate('webhooks.create', { ...hook, url: url() }, 'admin')).status).toBe(200)
    expect([...(await tell()).values()]).toEqual([expect.stringContaining('PRIVATE_HOSTS')])
    expect([asked, touched]).toEqual([[], 0])
    await desk.world.pool.query('delete from webhooks')
    await desk.world.run(desk.world.admin, uow => createWebhook(uow, { ...hook, url: url() }))
    rebind()
    looked.length = 0
    expect([...(await tell()).values()]).toEqual(['delivered: outside'])
    expect([looked.length, asked, touched]).toEqual([1, ['POST /'], 0])
  })

  test('is connected to at the checked address: pictures', async () => {
    const load = await imagesOf([url('/x.png')])
    rebind()
    expect((await load(url('/x.png'))).status).toBe(404)
    expect([looked.length, asked, touched]).toEqual([1, ['GET /x.png'], 0])
    expect((await load(url('/x.png'))).status).toBe(400)
    expect([asked.length, touched]).toEqual([1, 0])
  })

  test('is connected to at the checked address: the test of a mailbox, with its retries', async () => {
    rebind()
    // The server speaks no TLS: the quickest way to get an answer.
    const smtp = { ...account('rebind.example'), tls: 'tls' }
    const { data } = await desk.mutate('mailboxes.test', { smtp }, 'admin')
    expect(data).toMatchObject({ smtp: { isOk: false } })
    expect([looked.length, touched]).toEqual([1, 0])
  })

  test('is not sent the secret of a provider', async () => {
    rebind()
    expect(await oauthBy(url('/token'))).toContain('PRIVATE_HOSTS')
    // In the clear it is looked at first, and again for the connection.
    expect([asked, touched]).toEqual([[], 0])
  })
})

describe('an answer that redirects to the private network', () => {
  const targets = () => [urlOf('127.0.0.2'), urlOf('inside.example'), 'http://169.254.169.254/latest', urlOf('::1')]

  test('is rejected where redirects are followed, and not followed elsewhere', async () => {
    for (const target of targets()) {
      redirect = target
      const load = await imagesOf([urlOf('127.0.0.1', '/x.png')])
      expect([target, (await load(urlOf('127.0.0.1', '/x.png'))).status]).toEqual([target, 400])
      expect(await oauthBy(urlOf('127.0.0.1', '/token'))).toContain('302')
      await desk.world.pool.query('delete from webhooks')
      await desk.world.settle()
      await desk.world.run(desk.world.admin, uow => createWebhook(uow, { ...hook, url: urlOf('127.0.0.1') }))
      expect([...(await tell()).values()]).toEqual([expect.stringMatching(/^waiting: /)])
    }
    expect(asked).toHaveLength(targets().length * 3)
    expect(touched).toBe(0)
  })

  test.each(['file:///etc/passwd', 'ftp://a.example/', 'gopher://a.example/', 'http://x:y@a.example/', 'javascript:1'])(
    'and an address like %s is invalid, for every procedure',
    async url => {
      expect((await desk.mutate('webhooks.create', { ...hook, url }, 'admin')).status).toBe(400)
      redirect = url
      const load = await imagesOf([url, urlOf('127.0.0.1', '/x.png')])
      for (const from of [url, urlOf('127.0.0.1', '/x.png')]) expect((await load(from)).status).toBe(404)
      expect(touched).toBe(0)
    },
  )
})

test('the trap works: it notices a connection', async () => {
  expect(await (await fetch(urlOf('127.0.0.2'))).text()).toBe('secret')
  expect(touched).toBe(1)
})
