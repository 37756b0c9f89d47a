import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type GuardedRequest, guardedFetch } from './guarded-fetch.ts'
import { createAddressGuard } from './private-hosts.ts'

const limits: GuardedRequest = { timeoutMs: 5_000, maxBytes: 1_000, maxRedirects: 3 }
const lax = createAddressGuard('127.0.0.1')
const get = (url: string, asked: Partial<GuardedRequest> = {}, guard = lax) =>
  guardedFetch(guard, url, { ...limits, ...asked })
const refused = { code: 'address_not_allowed' }

const open: { close(): unknown; closeAllConnections?(): void }[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.()
    server.close()
  }
})

/** A real server on loopback, and the requests that it received. */
async function serve(answer: RequestListener, address = '127.0.0.1') {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  return { seen, ...(await listen(server, address)) }
}

async function listen(server: Server, address = '127.0.0.1', port = 0) {
  open.push(server)
  await new Promise<void>(resolve => server.listen(port, address, resolve))
  const { port: taken } = server.address() as AddressInfo
  return { port: taken, url: `http://${address}:${taken}` }
}

describe('an allowed address', () => {
  it('returns status, headers and body, and receives nothing that identifies the person', async () => {
    const { url, seen } = await serve((_request, response) => response.setHeader('set-cookie', 'a=b').end('hello'))
    const answer = await get(`${url}/x?y=1#z`)
    expect({ ...answer, body: answer.body.toString() }).toMatchObject({
      status: 200,
      body: 'hello',
      url: `${url}/x?y=1#z`,
    })
    expect(seen[0]?.url).toBe('/x?y=1')
    const { host: _host, ...told } = seen[0]?.headers ?? {}
    expect(told).toEqual({ accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'GOTRS', connection: 'close' })
  })

  it('receives the body and headers of the request', async () => {
    const { url } = await serve((request, response) =>
      request.pipe(response.setHeader('x', `${request.headers['x-sign']}`)),
    )
    const answer = await get(url, { method: 'POST', body: 'grüße', headers: { 'x-sign': '1' } })
    expect(answer.body.toString()).toBe('grüße')
    expect(answer.headers.x).toBe('1')
  })

  it('is followed to its redirect, without the request headers for the first server', async () => {
    const second = await serve((_request, response) => response.end('there'))
    const first = await serve((_request, response) => response.writeHead(302, { location: `${second.url}/b` }).end())
    const answer = await get(first.url, { headers: { authorization: 'secret' } })
    expect(answer).toMatchObject({ status: 200, url: `${second.url}/b` })
    expect(first.seen[0]?.headers.authorization).toBe('secret')
    expect(second.seen[0]?.headers.authorization).toBeUndefined()
  })

  it('is not followed to its redirect when the request has a body', async () => {
    const { url, seen } = await serve((_request, response) => response.writeHead(307, { location: '/again' }).end())
    expect((await get(url, { method: 'POST', body: 'x' })).status).toBe(307)
    expect(seen).toHaveLength(1)
  })
})

describe('an address in the private network', () => {
  const forms = ['127.0.0.1', '2130706433', '0x7f000001', '017700000001', '127.1', '0x7f.1', '[::ffff:127.0.0.1]']

  it.each([...forms, '[::1]', 'localhost', '[::ffff:7f00:1]', '127.0.0.1.'])(
    'written as %s is never reached',
    async host => {
      const { port, seen } = await serve((_request, response) => response.end())
      await expect(get(`http://${host}:${port}`, {}, createAddressGuard(''))).rejects.toMatchObject(refused)
      expect(seen).toEqual([])
    },
  )

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[fd00:ec2::254]/', 'http://127.0.0.2/', 'http://[::1]/'])(
    'is not reached by a redirect to %s',
    async location => {
      const { url } = await serve((_request, response) => response.writeHead(301, { location }).end())
      await expect(get(url)).rejects.toMatchObject(refused)
    },
  )

  it('is not reached by a name whose address changes (DNS rebinding)', async () => {
    const inside = await serve((_request, response) => response.end('secret'), '127.0.0.2')
    const outside = createServer((_request, response) => response.writeHead(302, { location: '/again' }).end())
    await listen(outside, '127.0.0.1', inside.port)
    let asked = 0
    const guard = createAddressGuard('127.0.0.1', async () => [{ address: `127.0.0.${++asked}`, family: 4 }])
    await expect(get(`http://rebind.example:${inside.port}/`, { maxRedirects: 0 }, guard)).rejects.toMatchObject({
      problem: 'too_many_redirects',
    })
    expect(asked).toBe(1)
    await expect(get(`http://rebind.example:${inside.port}/`, {}, guard)).rejects.toMatchObject(refused)
    expect(inside.seen).toEqual([])
  })

  it('gets no request when the connection goes to another address than the checked one', async () => {
    const { port, seen } = await serve((_request, response) => response.end())
    // A connection to 0.0.0.0 reaches this machine.
    const fooled = {
      ...createAddressGuard(''),
      resolve: async () => ({ address: '0.0.0.0', family: 4 as const }),
      check: () => undefined,
    }
    await expect(get(`http://fooled.example:${port}`, {}, fooled)).rejects.toMatchObject(refused)
    expect(seen).toEqual([])
  })
})

describe('no request is sent to an address', () => {
  it.each([
    'ftp://a.example',
    'file:///etc/passwd',
    'data:,x',
    'gopher://a.example',
    '//a.example',
    'x',
    'http://u:p@a.example',
  ])('as %s', async url => {
    await expect(get(url)).rejects.toMatchObject({ problem: 'bad_url' })
  })

  it.each([22, 25, 110, 143, 6379, 5432, 6667])('at port %i', async port => {
    await expect(get(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ problem: 'bad_url' })
  })

  it('whose name has no address', async () => {
    await expect(get('http://nobody.invalid')).rejects.toMatchObject({ problem: 'unreachable' })
  })
})

describe('an answer is rejected', () => {
  it('that is too large, with or without a Content-Length', async () => {
    const said = await serve((_request, response) => response.writeHead(200, { 'content-length': 2_000 }).write('x'))
    const endless = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(100)));
      }
      response.on('drain', more)
      more()
    })
    for (const { url } of [said, endless]) await expect(get(url)).rejects.toMatchObject({ problem: 'too_large' })
  })

  it('that is compressed and could expand into a large one', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000))
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    )
    await expect(get(url, { maxBytes: 10_000 })).rejects.toMatchObject({ problem: 'encoded' })
  })

  it('of a content type that the caller does not accept', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<b>'),
    )
    await expect(get(url, { accept: type => type.startsWith('image/') })).rejects.toMatchObject({
      problem: 'not_accepted',
    })
  })

  it('that is too slow, or never comes', async () => {
    const drop = await serve((_request, response) => response.write('x'))
    const mute = createTcpServer(() => undefined)
    open.push(mute)
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    for (const url of [drop.url, `http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`]) {
      await expect(get(url, { timeoutMs: 200 })).rejects.toMatchObject({ problem: 'timed_out' })
    }
  })

  it('when the lookup of the name never ends', async () => {
    const stuck = createAddressGuard('', () => new Promise(() => undefined))
    await expect(get('http://stuck.example', { timeoutMs: 100 }, stuck)).rejects.toMatchObject({ problem: 'timed_out' })
  })

  it('that redirects in a circle', async () => {
    const { url, seen } = await serve((_request, response) => response.writeHead(302, { location: '/' }).end())
    await expect(get(url)).rejects.toMatchObject({ problem: 'too_many_redirects' })
    expect(seen).toHaveLength(4)
  })

  it('that is not HTTP', async () => {
    const server = createTcpServer(socket => socket.end('220 mail.example ESMTP\r\n'))
    open.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(get(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ problem: 'unreachable' })
  })
})

it('verifies TLS for the name, over the connection to the checked address', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gotrs-tls-'))
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const named = ['-subj', '/CN=tls.example', '-addext', 'subjectAltName=DNS:tls.example', '-keyout', key, '-out', cert]
  execFileSync('openssl', [...made, ...named], { stdio: 'ignore' })
  const pem = readFileSync(cert, 'utf8')
  const server = createTlsServer({ key: readFileSync(key), cert: pem }, (_request, response) => response.end('safe'))
  rmSync(folder, { recursive: true })
  const { port } = await listen(server)
  const guard = createAddressGuard('127.0.0.1', async () => [{ address: '127.0.0.1', family: 4 }])
  await expect(get(`https://tls.example:${port}`, {}, guard)).rejects.toMatchObject({ problem: 'unreachable' })
  setDefaultCACertificates([pem])
  expect((await get(`https://tls.example:${port}`, {}, guard)).body.toString()).toBe('safe')
  await expect(get(`https://other.example:${port}`, {}, guard)).rejects.toMatchObject({
    problem: 'unreachable',
    detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})
