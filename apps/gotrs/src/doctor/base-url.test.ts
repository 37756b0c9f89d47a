import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkBaseUrl, judgeArrival } from './base-url.ts'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

/** A real proxy in front of the real server, which adds these headers. */
async function behindProxy<T>(headers: Record<string, string>, work: (url: string) => Promise<T>): Promise<T> {
  const proxy = createServer((asked, answer) => {
    const passed = request(`${desk.url}${asked.url}`, { headers: { host: asked.headers.host, ...headers } }, got => {
      answer.writeHead(got.statusCode ?? 500, got.headers)
      got.pipe(answer)
    })
    passed.end()
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    return await work(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  } finally {
    proxy.close()
  }
}

const findingsOf = (headers: Record<string, string>, trustedHops: number) =>
  behindProxy(headers, baseUrl => checkBaseUrl({ baseUrl, trustedHops }))

it('finds no problem if settings and proxy agree', async () => {
  const forwarded = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'http' }
  expect(await findingsOf(forwarded, 1)).toMatchObject([{ state: 'fine', subject: 'BASE_URL' }])
  expect(await findingsOf({}, 0)).toMatchObject([{ state: 'fine' }])
})

it('says that a proxy is not trusted, and that a trusted one sends no address', async () => {
  const present = await findingsOf({ 'X-Forwarded-For': '203.0.113.9' }, 0)
  expect(present).toMatchObject([
    { state: 'trouble', subject: 'TRUST_PROXY', detail: expect.stringContaining('is 0, but') },
  ])
  const absent = await findingsOf({}, 1)
  expect(absent).toMatchObject([{ state: 'trouble', detail: expect.stringContaining('no X-Forwarded-For') }])
})

it('says that the proxy changes the host or sends another scheme', async () => {
  expect(await findingsOf({ host: 'upstream' }, 0)).toMatchObject([{ state: 'note', subject: 'Host' }])
  const [finding] = await findingsOf({ 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' }, 1)
  expect(finding).toMatchObject({
    state: 'trouble',
    subject: 'BASE_URL',
    detail: expect.stringContaining('X-Forwarded-Proto: https'),
  })
})

it('says that BASE_URL is https and the request arrives as http', () => {
  const arrived = {
    scheme: 'http' as const,
    host: 'help.example.com',
    forwardedProto: 'http',
    proxyHeaders: ['x-forwarded-for'],
  }
  const found = judgeArrival(arrived, { baseUrl: 'https://help.example.com', trustedHops: 1 })
  expect(found).toMatchObject([{ state: 'trouble', detail: expect.stringContaining('is https, but the proxy sends') }])
})

it('says that no server responds, or another one', async () => {
  const [silent] = await checkBaseUrl({ baseUrl: 'http://127.0.0.1:9', trustedHops: 0 })
  expect(silent).toMatchObject({ state: 'trouble', detail: expect.stringContaining('does not respond') })
  const other = createServer((_, answer) => answer.end('hello')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const baseUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  expect(await checkBaseUrl({ baseUrl, trustedHops: 0 })).toMatchObject([
    { state: 'trouble', detail: expect.stringContaining('leads to another server') },
  ])
  other.close()
})
