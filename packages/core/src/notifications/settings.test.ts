import { createWorld, type World } from '@gotrs/core/testing/world'
import { events } from '@gotrs/db/tables/events'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readNotifications, updateNotifications } from './settings.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

it('are off until the agent switches them on, only for that agent, and each change writes one event', async () => {
  expect(await world.read(world.ana, readNotifications)).toEqual({ isMailed: false })
  for (const isMailed of [true, true]) await world.run(world.ana, uow => updateNotifications(uow, { isMailed }))
  expect(await world.read(world.ana, readNotifications)).toEqual({ isMailed: true })
  expect(await world.read(world.ben, readNotifications)).toEqual({ isMailed: false })
  const changes = await world.db.select().from(events).where(eq(events.type, 'user.notificationsSet'))
  expect(changes).toMatchObject([{ actorId: world.ana.id, payload: { userId: world.ana.id, isMailed: true } }])
})

it('are not for customers', async () => {
  const saved = world.run(world.omar, uow => updateNotifications(uow, { isMailed: true }))
  await expect(saved).rejects.toMatchObject({ code: 'forbidden' })
})
