import { systemActor } from '@gotrs/core/kernel/actor'
import { recordSuppressed } from '@gotrs/core/outbound/suppressed'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkMail } from './mail.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

it('says that the desk has reached its hourly limit of acknowledgements, for an hour', async () => {
  const check = () => checkMail(world.databaseUrl, world.now())
  expect(await check()).toMatchObject({ state: 'fine' })
  await world.run(systemActor('desk'), uow => recordSuppressed(uow, 'desk_cap'))
  expect(await check()).toMatchObject({ state: 'trouble', detail: expect.stringContaining('1 not sent') })
  world.pass(hour)
  expect(await check()).toMatchObject({ state: 'fine' })
})
