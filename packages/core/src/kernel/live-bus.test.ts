import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LiveNotice, postgresBus } from './live-bus.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

it('listens again after its connection was lost, and reports that notices may be missing', async () => {
  const bus = postgresBus(world.databaseUrl, world.pool)
  const received: LiveNotice[] = []
  let wake = () => {}
  const next = () =>
    new Promise<void>(resolve => {
      wake = resolve
    })
  let lost = next()
  const subscription = await bus.subscribe(
    notice => {
      received.push(notice)
      wake()
    },
    () => wake(),
  )
  await world.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen %'`)
  await lost
  lost = next()
  await bus.publish({ recheckUserId: world.ana.id })
  await lost
  expect(received).toEqual([{ recheckUserId: world.ana.id }])
  await subscription.stop()
})

it('fails at once when it cannot listen, and does not keep trying', async () => {
  const nowhere = new URL(world.databaseUrl)
  nowhere.pathname = '/there_is_no_such_database'
  const bus = postgresBus(nowhere.href, world.pool)
  await expect(
    bus.subscribe(
      () => {},
      () => {},
    ),
  ).rejects.toThrow('does not exist')
})
