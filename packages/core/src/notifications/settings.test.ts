import type { NoticeKind } from '@gotrs/contract/notifications'
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

it('mail a mention and nothing else until the agent chooses, only for that agent, with one event for each change', async () => {
  expect(await world.read(world.ana, readNotifications)).toEqual({ mailedKinds: ['mentioned'] })
  const save = (mailedKinds: NoticeKind[]) => world.run(world.ana, uow => updateNotifications(uow, { mailedKinds }))
  await save(['note', 'assigned', 'note'])
  await save(['assigned', 'note'])
  expect(await world.read(world.ana, readNotifications)).toEqual({ mailedKinds: ['assigned', 'note'] })
  expect(await world.read(world.ben, readNotifications)).toEqual({ mailedKinds: ['mentioned'] })
  const changes = await world.db.select().from(events).where(eq(events.type, 'user.notificationsSet'))
  expect(changes).toMatchObject([
    { actorId: world.ana.id, payload: { userId: world.ana.id, mailedKinds: ['assigned', 'note'] } },
  ])
})

it('are not for customers', async () => {
  const saved = world.run(world.omar, uow => updateNotifications(uow, { mailedKinds: [] }))
  await expect(saved).rejects.toMatchObject({ code: 'forbidden' })
})
