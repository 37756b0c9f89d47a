import { DeskError } from '@gotrs/contract/errors'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { rateLimits } from '@gotrs/db/tables/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitFailures, limitInvalidTokens, limitRequests, networkOf } from './limits.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const wrong = () => Promise.reject(new DeskError('wrong_credentials'))
const right = async () => 'in'
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => error.code as string,
  )
const fail = (remoteAddress: string, account: string) => codeOf(limitFailures(desk, { remoteAddress, account }, wrong))
const succeed = (remoteAddress: string, account: string) =>
  codeOf(limitFailures(desk, { remoteAddress, account }, right))

async function repeat(count: number, attempt: (at: number) => Promise<string>): Promise<string[]> {
  const outcomes: string[] = []
  for (let at = 0; at < count; at += 1) outcomes.push(await attempt(at))
  return outcomes
}

test('limits guesses at one account from one network to 30 in five minutes, and no other logins', async () => {
  const outcomes = await repeat(31, () => fail('192.0.2.1', 'victim@example.org'))
  expect(outcomes).toEqual([...Array(30).fill('wrong_credentials'), 'too_many_requests'])
  expect(await succeed('192.0.2.1', 'victim@example.org')).toBe('too_many_requests')
  expect(await succeed('192.0.2.1', 'neighbour@example.org')).toBe('ok')
  expect(await succeed('198.51.100.7', 'victim@example.org')).toBe('ok')
})

test('limits guesses that are sent at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 60 }, () => fail('192.0.2.11', 'burst@example.org')))
  expect(outcomes.filter(it => it === 'wrong_credentials')).toHaveLength(30)
})

test('lets 200 people log in from one network at once, twice, without counting them', async () => {
  for (let round = 0; round < 2; round += 1) {
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, at) => succeed('192.0.2.3', `person-${at}@example.org`)),
    )
    expect(outcomes.filter(it => it !== 'ok')).toEqual([])
  }
  const { rows } = await desk.pool.query("select points from rate_limits where key like 'login-network:192.0.2.3'")
  expect(rows).toEqual([{ points: 0 }])
})

test('limits one network that guesses at many accounts, with the time to wait in the error', async () => {
  const outcomes = await repeat(151, at => fail('192.0.2.2', `person-${at}@example.org`))
  expect(outcomes.filter(it => it === 'wrong_credentials')).toHaveLength(150)
  const refused = limitFailures(desk, { remoteAddress: '192.0.2.2', account: 'one-more@example.org' }, right)
  await expect(refused).rejects.toMatchObject({ code: 'too_many_requests', params: { retryAfter: expect.any(Number) } })
})

test('lets a person log in from a known network while a colleague there, or many other networks, guess', async () => {
  expect(await succeed('192.0.2.4', 'owner@example.org')).toBe('ok')
  await repeat(151, at => fail('192.0.2.4', `person-${at}@example.org`))
  await repeat(101, at => fail(`203.0.113.${at}`, 'Owner@example.org'))
  expect(await succeed('192.0.2.4', 'stranger@example.org')).toBe('too_many_requests')
  expect(await succeed('203.0.113.200', 'owner@example.org')).toBe('too_many_requests')
  expect(await succeed('192.0.2.4', 'owner@example.org')).toBe('ok')
})

test('limits many networks that guess at one account, in any case of its address', async () => {
  const outcomes = await repeat(101, at => fail(`203.0.113.${at}`, 'Wide@example.org'))
  expect(outcomes.at(-1)).toBe('too_many_requests')
  expect(await fail('203.0.113.200', 'wide@example.org')).toBe('too_many_requests')
})

test('refunds no failures of others after a success', async () => {
  await repeat(30, () => fail('192.0.2.5', 'mixed@example.org'))
  for (let at = 0; at < 5; at += 1) expect(await succeed('192.0.2.5', 'own@example.org')).toBe('ok')
  expect(await fail('192.0.2.5', 'mixed@example.org')).toBe('too_many_requests')
})

test('keeps a network over its limit out of the queue', async () => {
  await repeat(150, at => fail('192.0.2.20', `person-${at}@example.org`))
  const { promise: verified, resolve: verify } = Promise.withResolvers<string>()
  const slow = Array.from({ length: 4 }, (_, at) =>
    codeOf(limitFailures(desk, { remoteAddress: `192.0.2.${21 + at}`, account: 'slow@example.org' }, () => verified)),
  )
  const flood = await Promise.all(Array.from({ length: 700 }, (_, at) => fail('192.0.2.20', `more-${at}@example.org`)))
  expect(new Set(flood)).toEqual(new Set(['too_many_requests']))
  verify('in')
  expect(await Promise.all(slow)).toEqual(Array(4).fill('ok'))
})

test('runs the attempt of another network before those of a network that floods the queue', async () => {
  const { promise: verified, resolve: verify } = Promise.withResolvers<string>()
  const attempts = (count: number, remoteAddress: string, accountOf: (at: number) => string) =>
    Array.from({ length: count }, (_, at) =>
      codeOf(limitFailures(desk, { remoteAddress, account: accountOf(at) }, () => verified)),
    )
  const flood = attempts(700, '192.0.2.30', at => `flood-${at}@example.org`)
  const other = attempts(1, '192.0.2.31', () => 'other@example.org')
  verify('in')
  expect(await Promise.all(other)).toEqual(['ok'])
  expect(new Set(await Promise.all(flood))).toEqual(new Set(['ok', 'unavailable']))
})

test('refunds an attempt that fails for any reason other than a wrong password', async () => {
  const tooCommon = () => Promise.reject(new DeskError('password_too_common'))
  const attempt = { remoteAddress: '192.0.2.40', account: 'common@example.org' }
  const outcomes = await repeat(40, () => codeOf(limitFailures(desk, attempt, tooCommon)))
  expect(new Set(outcomes)).toEqual(new Set(['password_too_common']))
  const broken = () => Promise.reject(new Error('the database is unavailable'))
  await repeat(40, () => codeOf(limitFailures(desk, attempt, broken)))
  expect(await succeed(attempt.remoteAddress, attempt.account)).toBe('ok')
})

test('knows a network for 60 days after the last login there', async () => {
  const day = 24 * 60 * 60_000
  await succeed('192.0.2.50', 'regular@example.org')
  const { rows: known } = await desk.pool.query(
    "select key from rate_limits where key like 'login-known:%' order by expire desc limit 1",
  )
  await desk.pool.query('update rate_limits set expire = $2 where key = $1', [known[0].key, Date.now() + day])
  await succeed('192.0.2.50', 'regular@example.org')
  const { rows } = await desk.pool.query('select expire from rate_limits where key = $1', [known[0].key])
  expect(Number(rows[0].expire)).toBeGreaterThan(Date.now() + 59 * day)
})

test('rejects invalid tokens after 60 in ten minutes, and never a valid one', async () => {
  const invalid = () =>
    codeOf(limitInvalidTokens(desk, '192.0.2.6', () => Promise.reject(new DeskError('not_logged_in'))))
  const outcomes = await repeat(61, invalid)
  expect(outcomes).toEqual([...Array(60).fill('not_logged_in'), 'too_many_requests'])
  expect(await codeOf(limitInvalidTokens(desk, '192.0.2.6', right))).toBe('ok')
})

test('sends an address at most five mails in half an hour that others request', async () => {
  const request = (at: number) => codeOf(limitRequests(desk, 'reset', `203.0.113.${at}`, 'mailed@example.org'))
  expect(await repeat(6, request)).toEqual([...Array(5).fill('ok'), 'too_many_requests'])
})

test('stores a hash of an address, and never the address', async () => {
  await fail('192.0.2.9', 'secret-person@example.org')
  expect(JSON.stringify(await desk.db.select().from(rateLimits))).not.toContain('secret-person')
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
