import { DeskError } from '@gotrs/contract/errors'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordingFailure } from './failed-logins.ts'

let world: World
let last: Date
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  last = world.now()
  await world.pool.query('delete from rate_limits')
})

const fail = (subject: { email: string } | { userId: string }, remoteAddress = '192.0.2.1') =>
  recordingFailure(world, { subject, remoteAddress }, async () => {
    throw new DeskError('wrong_credentials')
  })

async function recorded() {
  const sql = "select actor_kind, actor_name, payload from events where type = 'login.failed' and created_at > $1"
  return (await world.pool.query(sql, [last])).rows
}

test('records a failed login with its account, without the address and password of the input', async () => {
  await expect(fail({ email: world.omar.email.toUpperCase() })).rejects.toMatchObject({ code: 'wrong_credentials' })
  await expect(fail({ userId: world.ana.id })).rejects.toMatchObject({ code: 'wrong_credentials' })
  await expect(fail({ email: 'nobody@elsewhere.example' })).rejects.toMatchObject({ code: 'wrong_credentials' })
  const payloads = [world.omar.id, world.ana.id, null].map(userId => ({ userId }))
  expect(await recorded()).toEqual(payloads.map(payload => ({ actor_kind: 'system', actor_name: 'accounts', payload })))
})

test('records one failure per network and account in ten minutes', async () => {
  for (const from of ['192.0.2.1', '192.0.2.1', '::ffff:192.0.2.1', '198.51.100.1']) {
    await fail({ email: world.omar.email }, from).catch(() => {})
  }
  expect(await recorded()).toHaveLength(2)
})

test('records at most thirty failures of a network, for any addresses', async () => {
  for (let at = 0; at < 40; at += 1) await fail({ email: `guess-${at}@acme.example` }).catch(() => {})
  expect(await recorded()).toHaveLength(30)
})

test('records neither a success nor another error', async () => {
  const attempt = { subject: { email: world.omar.email }, remoteAddress: '192.0.2.9' }
  expect(await recordingFailure(world, attempt, async () => 'in')).toBe('in')
  const unavailable = recordingFailure(world, attempt, () => Promise.reject(new DeskError('unavailable')))
  await expect(unavailable).rejects.toMatchObject({ code: 'unavailable' })
  expect(await recorded()).toEqual([])
})
