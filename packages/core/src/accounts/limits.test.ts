import { rateLimits } from '@gotrs/db/tables/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../testing/world.ts'
import { limitAttempts, networkOf } from './limits.ts'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

const attempts = async (count: number, attempt: (at: number) => Promise<void>) => {
  const outcomes: string[] = []
  for (let at = 0; at < count; at += 1) {
    outcomes.push(
      await attempt(at).then(
        () => 'ok',
        error => error.code,
      ),
    )
  }
  return outcomes
}

test('guessing one password from one network is slowed to 30 in five minutes; others go on', async () => {
  const outcomes = await attempts(31, () => limitAttempts(desk, 'login', '192.0.2.1', 'victim@example.org'))
  expect(outcomes.slice(0, 30)).toEqual(Array(30).fill('ok'))
  expect(outcomes[30]).toBe('too_many_requests')
  await limitAttempts(desk, 'login', '192.0.2.1', 'neighbour@example.org')
  await limitAttempts(desk, 'login', '198.51.100.7', 'victim@example.org')
})

test('one network is slowed whomever it asks for, and told for how long', async () => {
  const outcomes = await attempts(151, at => limitAttempts(desk, 'login', '192.0.2.2', `person-${at}@example.org`))
  expect(outcomes.filter(it => it === 'ok')).toHaveLength(150)
  const refused = limitAttempts(desk, 'login', '192.0.2.2', 'one-more@example.org')
  await expect(refused).rejects.toMatchObject({ code: 'too_many_requests', params: { retryAfter: expect.any(Number) } })
})

test('many networks at one account are slowed too, by its address in any case', async () => {
  const outcomes = await attempts(101, at => limitAttempts(desk, 'login', `203.0.113.${at}`, 'Wide@example.org'))
  expect(outcomes.at(-1)).toBe('too_many_requests')
  const refused = limitAttempts(desk, 'login', '203.0.113.200', 'wide@example.org')
  await expect(refused).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('a mailbox gets at most five mails in half an hour from strangers who ask for it', async () => {
  const outcomes = await attempts(6, at => limitAttempts(desk, 'reset', `203.0.113.${at}`, 'mailed@example.org'))
  expect(outcomes).toEqual([...Array(5).fill('ok'), 'too_many_requests'])
})

test('an address is counted by a hash and kept nowhere', async () => {
  await limitAttempts(desk, 'login', '192.0.2.9', 'secret-person@example.org')
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
