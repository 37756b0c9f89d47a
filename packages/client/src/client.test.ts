import { type FaultyProxy, openFaultyProxy } from '@gotrs/client/testing/faulty-proxy'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { GotrsError, isGotrsError } from './errors.ts'

let desk: ServedWorld
let proxy: FaultyProxy
let token: string
beforeAll(async () => {
  desk = await serveWorld()
  token = (await desk.makeToken('omar', ['tickets:read', 'tickets:write'])).token
})
beforeEach(async () => {
  proxy = await openFaultyProxy(desk.url)
})
afterEach(() => proxy.stop())
afterAll(() => desk.stop())

const failed = (call: Promise<unknown>): Promise<GotrsError> =>
  call.then(
    () => expect.unreachable('the call succeeded'),
    error => error,
  )
const keysSeen = () => proxy.seen.map(({ headers }) => headers['idempotency-key'])
const tooMany = { status: 429, headers: { 'Retry-After': '1' } }
const unavailable = { status: 503, headers: { 'Content-Type': 'text/html' }, body: '<h1>Back soon</h1>' }

describe('calls', () => {
  test('throw the error of the server with its code, parameters, status and request id', async () => {
    const client = createClient({ url: desk.url })
    const [info, me] = await Promise.all([client.auth.desk.query(), client.auth.me.query()])
    expect(info.businessName).toBe('Northwind')
    expect(me).toBeNull()
    const refused = await failed(client.tickets.get.query({ ticketId: 1001 }))
    expect(isGotrsError(refused)).toBe(true)
    expect(refused).toMatchObject({ code: 'not_logged_in', params: {}, status: 401, requestId: expect.any(String) })
    expect(refused.message).toBe('Log in first.')
    const guessed = await failed(client.auth.issueTokens.mutate({ email: 'omar@acme.example', password: 'guessed' }))
    expect(guessed).toMatchObject({
      code: 'wrong_credentials',
      message: 'The email address or the password is wrong.',
    })
    const wrong = await failed(
      createClient({ url: desk.url, token }).tickets.create.mutate({ title: '', message: 'x' }),
    )
    expect(wrong).toMatchObject({ code: 'invalid_input', status: 400, message: expect.stringContaining('title: ') })
  })

  test('use the fetch of the caller, for example with a cookie', async () => {
    const Cookie = await desk.cookieOf('omar')
    const client = createClient({
      url: desk.url,
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, Cookie, Origin: desk.url } }),
    })
    const { ticketId } = await client.tickets.create.mutate({ title: 'Printer', message: 'It smokes.' })
    const ticket = await client.tickets.get.query({ ticketId })
    expect(ticket).toMatchObject({ title: 'Printer', customer: { name: 'Omar Aziz' }, staff: null })
  })

  test('send queries in batches of 20, the maximum of the server', async () => {
    const client = createClient({ url: proxy.url })
    const answers = await Promise.all(Array.from({ length: 45 }, () => client.auth.desk.query()))
    expect(answers).toHaveLength(45)
    expect(proxy.seen).toHaveLength(3)
  })

  test('send each mutation alone, with a new idempotency key or that of the caller', async () => {
    const client = createClient({ url: proxy.url, token: () => Promise.resolve(token) })
    const ask = { title: 'Twice', message: 'The same.' }
    const [one, two] = await Promise.all([client.tickets.create.mutate(ask), client.tickets.create.mutate(ask)])
    expect(one.ticketId).not.toBe(two.ticketId)
    expect(new Set(keysSeen()).size).toBe(2)
    const named = await client.tickets.create.mutate(ask, { idempotencyKey: 'mine-1' })
    const again = await client.tickets.create.mutate(ask, { idempotencyKey: 'mine-1' })
    expect(again).toEqual(named)
    expect(keysSeen().slice(2)).toEqual(['mine-1', 'mine-1'])
    expect(proxy.seen.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true)
    const other = await failed(client.tickets.create.mutate({ ...ask, title: 'Other' }, { idempotencyKey: 'mine-1' }))
    expect(other.code).toBe('idempotency_key_reused')
  })
})

describe('a retry', () => {
  test('runs a mutation once whose response was lost', async () => {
    proxy.fail('/trpc/tickets.create', 'cut', 'cut')
    const client = createClient({ url: proxy.url, token })
    const { ticketId } = await client.tickets.create.mutate({ title: 'Lost okapi', message: 'Hello.' })
    const { items } = await client.tickets.list.query({ q: 'okapi' })
    expect(items.map(it => it.id)).toEqual([ticketId])
    expect(new Set(keysSeen().slice(0, 3)).size).toBe(1)
  })

  test('waits for Retry-After, also that of a proxy', async () => {
    proxy.fail('/trpc/auth.desk', tooMany)
    await createClient({ url: proxy.url }).auth.desk.query()
    const [first, second] = proxy.seen
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  test('gives up with the last error, and at once when Retry-After is too long', async () => {
    proxy.fail('/trpc/auth.desk', unavailable, unavailable, unavailable)
    const refused = await failed(createClient({ url: proxy.url, retries: 2 }).auth.desk.query())
    expect(refused).toMatchObject({ code: 'unavailable', status: 503 })
    expect(proxy.seen).toHaveLength(3)
    proxy.fail('/trpc/auth.desk', { status: 200, body: 'Welcome to the hotel' })
    expect(await failed(createClient({ url: proxy.url }).auth.desk.query())).toMatchObject({
      code: 'unexpected_answer',
      status: 200,
    })
    proxy.fail('/trpc/auth.desk', { status: 429, headers: { 'Retry-After': '3600' } })
    expect(await failed(createClient({ url: proxy.url }).auth.desk.query())).toMatchObject({
      code: 'too_many_requests',
      params: { retryAfter: 3600 },
    })
    expect(proxy.seen).toHaveLength(5)
  })

  test('does not happen after an error that stays', async () => {
    expect(await failed(createClient({ url: proxy.url }).tickets.list.query({}))).toMatchObject({
      code: 'not_logged_in',
    })
    expect(proxy.seen).toHaveLength(1)
  })

  test('ends at timeoutMs, or when the signal aborts', async () => {
    proxy.fail('/trpc/auth.desk', 'silent', 'silent')
    const client = createClient({ url: proxy.url })
    const late = await failed(client.auth.desk.query(undefined, { timeoutMs: 50 }))
    expect(late).toMatchObject({ code: 'timed_out', params: { timeoutMs: 50 } })
    const stopped = await failed(client.auth.desk.query(undefined, { signal: AbortSignal.timeout(50) }))
    expect(stopped).toMatchObject({ code: 'aborted', status: null })
    expect(await failed(client.auth.desk.query(undefined, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
    })
  })

  test('does not repeat a login whose response was lost, because a login has no idempotency key', async () => {
    proxy.fail('/trpc/auth.issueTokens', 'cut')
    const client = createClient({ url: proxy.url })
    const lost = await failed(
      client.auth.issueTokens.mutate({ email: 'omar@acme.example', password: 'wrong password' }),
    )
    expect(lost).toMatchObject({ code: 'unreachable', message: expect.stringContaining('A browser hides the reason') })
    expect(proxy.seen).toHaveLength(1)
  })
})

describe('files', () => {
  test('are uploaded again after a failure, except for a stream, which can be read once', async () => {
    const client = createClient({ url: proxy.url, token })
    const bytes = new TextEncoder().encode('a few words')
    proxy.fail('/api/attachments', unavailable)
    const { id, size } = await client.upload(bytes, { filename: 'ö "quoted"\n.txt', contentType: 'text/plain' })
    expect(size).toBe(11)
    expect(await (await client.download(id)).text()).toBe('a few words')
    proxy.fail('/api/attachments', unavailable)
    const refused = await failed(client.upload(new Blob([bytes]).stream(), { filename: 'a.txt' }))
    expect(refused.code).toBe('unavailable')
  })

  test('that are too large or missing are rejected with their code', async () => {
    const client = createClient({ url: desk.url, token, retries: 0 })
    const bytes = new Uint8Array(26 * 1024 * 1024)
    for (const file of [bytes, new Blob([bytes]).stream()]) {
      expect(await failed(client.upload(file, { filename: 'large.bin' }))).toMatchObject({
        code: 'too_large',
        message: expect.stringMatching(/^The request is too large\. The maximum is \d+ bytes\.$/),
      })
    }
    const cut = createClient({ url: proxy.url, token, retries: 0 })
    proxy.fail('/api/attachments', 'cut')
    expect(await failed(cut.upload(bytes.subarray(0, 100), { filename: 'small.bin' }))).toMatchObject({
      code: 'unreachable',
    })
    const missing = await failed(client.download('01890000-0000-7000-8000-000000000000'))
    expect(missing).toMatchObject({ code: 'not_found', status: 404, requestId: expect.any(String) })
  })
})

test('rejects an input that is not JSON before it sends it', async () => {
  const cycle: { q?: string } = {}
  Object.assign(cycle, { cycle })
  const refused = await failed(createClient({ url: proxy.url }).tickets.create.mutate(cycle as never))
  expect(refused).toBeInstanceOf(GotrsError)
  expect(refused.code).toBe('invalid_input')
  expect(proxy.seen).toEqual([])
})
