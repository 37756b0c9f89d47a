import { openShakyLine, type ShakyLine } from '@gotrs/client/testing/shaky-line'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { GotrsError, isGotrsError } from './errors.ts'

let desk: ServedWorld
let line: ShakyLine
let token: string
beforeAll(async () => {
  desk = await serveWorld()
  token = (await desk.makeToken('omar', ['tickets:read', 'tickets:write'])).token
})
beforeEach(async () => {
  line = await openShakyLine(desk.url)
})
afterEach(() => line.stop())
afterAll(() => desk.stop())

const failed = (call: Promise<unknown>): Promise<GotrsError> =>
  call.then(
    () => expect.unreachable('the call went well'),
    error => error,
  )
const keysSeen = () => line.seen.map(({ headers }) => headers['idempotency-key'])
const tooMany = { status: 429, headers: { 'Retry-After': '1' } }
const away = { status: 503, headers: { 'Content-Type': 'text/html' }, body: '<h1>Back soon</h1>' }

describe('calls', () => {
  test('are typed, and what the server refuses is an error of the client, with code, facts, status and request id', async () => {
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

  test('by its own fetch, with a cookie, it does what the person may', async () => {
    const Cookie = await desk.cookieOf('omar')
    const client = createClient({
      url: desk.url,
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, Cookie, Origin: desk.url } }),
    })
    const { ticketId } = await client.tickets.create.mutate({ title: 'Printer', message: 'It smokes.' })
    const ticket = await client.tickets.get.query({ ticketId })
    expect(ticket).toMatchObject({ title: 'Printer', customer: { name: 'Omar Aziz' }, staff: null })
  })

  test('queries share requests, no more to one than the server takes', async () => {
    const client = createClient({ url: line.url })
    const answers = await Promise.all(Array.from({ length: 45 }, () => client.auth.desk.query()))
    expect(answers).toHaveLength(45)
    expect(line.seen).toHaveLength(3)
  })

  test('each mutation goes by itself, under a key of its own or the one that is given', async () => {
    const client = createClient({ url: line.url, token: () => Promise.resolve(token) })
    const ask = { title: 'Twice', message: 'The same.' }
    const [one, two] = await Promise.all([client.tickets.create.mutate(ask), client.tickets.create.mutate(ask)])
    expect(one.ticketId).not.toBe(two.ticketId)
    expect(new Set(keysSeen()).size).toBe(2)
    const named = await client.tickets.create.mutate(ask, { idempotencyKey: 'mine-1' })
    const again = await client.tickets.create.mutate(ask, { context: { idempotencyKey: 'mine-1' } })
    expect(again).toEqual(named)
    expect(keysSeen().slice(2)).toEqual(['mine-1', 'mine-1'])
    expect(line.seen.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true)
    const other = await failed(client.tickets.create.mutate({ ...ask, title: 'Other' }, { idempotencyKey: 'mine-1' }))
    expect(other.code).toBe('idempotency_key_reused')
  })
})

describe('trying again', () => {
  test('a mutation whose answer was lost is done once', async () => {
    line.fail('/trpc/tickets.create', 'cut', 'cut')
    const client = createClient({ url: line.url, token })
    const { ticketId } = await client.tickets.create.mutate({ title: 'Lost okapi', message: 'Hello.' })
    const { items } = await client.tickets.list.query({ q: 'okapi' })
    expect(items.map(it => it.id)).toEqual([ticketId])
    expect(new Set(keysSeen().slice(0, 3)).size).toBe(1)
  })

  test('waits as long as it is asked to, whoever asks', async () => {
    line.fail('/trpc/auth.desk', tooMany)
    await createClient({ url: line.url }).auth.desk.query()
    const [first, second] = line.seen
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  test('has an end, and tells what stood in the way', async () => {
    line.fail('/trpc/auth.desk', away, away, away)
    const refused = await failed(createClient({ url: line.url, retries: 2 }).auth.desk.query())
    expect(refused).toMatchObject({ code: 'unavailable', status: 503 })
    expect(line.seen).toHaveLength(3)
    line.fail('/trpc/auth.desk', { status: 200, body: 'Welcome to the hotel' })
    expect(await failed(createClient({ url: line.url }).auth.desk.query())).toMatchObject({
      code: 'unexpected_answer',
      status: 200,
    })
    line.fail('/trpc/auth.desk', { status: 429, headers: { 'Retry-After': '3600' } })
    expect(await failed(createClient({ url: line.url }).auth.desk.query())).toMatchObject({
      code: 'too_many_requests',
      params: { retryAfter: 3600 },
    })
    expect(line.seen).toHaveLength(5)
  })

  test('is not done for what the server refuses for good', async () => {
    expect(await failed(createClient({ url: line.url }).tickets.list.query({}))).toMatchObject({
      code: 'not_logged_in',
    })
    expect(line.seen).toHaveLength(1)
  })

  test('ends in time, or when the caller has enough', async () => {
    line.fail('/trpc/auth.desk', 'silent', 'silent')
    const client = createClient({ url: line.url })
    const late = await failed(client.auth.desk.query(undefined, { timeoutMs: 50 }))
    expect(late).toMatchObject({ code: 'timed_out', params: { timeoutMs: 50 } })
    const stopped = await failed(client.auth.desk.query(undefined, { signal: AbortSignal.timeout(50) }))
    expect(stopped).toMatchObject({ code: 'aborted', status: null })
    expect(await failed(client.auth.desk.query(undefined, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'aborted',
    })
  })

  test('is not done for a login after its answer was lost, since no key is kept for nobody', async () => {
    line.fail('/trpc/auth.issueTokens', 'cut')
    const client = createClient({ url: line.url })
    const lost = await failed(
      client.auth.issueTokens.mutate({ email: 'omar@acme.example', password: 'wrong password' }),
    )
    expect(lost).toMatchObject({ code: 'unreachable', message: expect.stringContaining('A browser hides the reason') })
    expect(line.seen).toHaveLength(1)
  })
})

describe('files', () => {
  test('an upload is tried again where its bytes are still there; a stream is sent once', async () => {
    const client = createClient({ url: line.url, token })
    const bytes = new TextEncoder().encode('a few words')
    line.fail('/api/attachments', away)
    const { id, size } = await client.upload(bytes, { filename: 'ö "quoted"\n.txt', contentType: 'text/plain' })
    expect(size).toBe(11)
    expect(await (await client.download(id)).text()).toBe('a few words')
    line.fail('/api/attachments', away)
    const refused = await failed(client.upload(new Blob([bytes]).stream(), { filename: 'a.txt' }))
    expect(refused.code).toBe('unavailable')
  })

  test('what is too large, or not there, is refused by its code', async () => {
    const client = createClient({ url: desk.url, token, retries: 0 })
    const bytes = new Uint8Array(26 * 1024 * 1024)
    for (const file of [bytes, new Blob([bytes]).stream()]) {
      expect(await failed(client.upload(file, { filename: 'large.bin' }))).toMatchObject({
        code: 'too_large',
        message: expect.stringMatching(/^The request is too large\. The maximum is \d+ bytes\.$/),
      })
    }
    const cut = createClient({ url: line.url, token, retries: 0 })
    line.fail('/api/attachments', 'cut')
    expect(await failed(cut.upload(bytes.subarray(0, 100), { filename: 'small.bin' }))).toMatchObject({
      code: 'unreachable',
    })
    const missing = await failed(client.download('01890000-0000-7000-8000-000000000000'))
    expect(missing).toMatchObject({ code: 'not_found', status: 404, requestId: expect.any(String) })
  })
})

test('an input that is no JSON is refused before it is sent', async () => {
  const cycle: { q?: string } = {}
  Object.assign(cycle, { cycle })
  const refused = await failed(createClient({ url: line.url }).tickets.create.mutate(cycle as never))
  expect(refused).toBeInstanceOf(GotrsError)
  expect(refused.code).toBe('invalid_input')
  expect(line.seen).toEqual([])
})
