import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { createView } from './create.ts'
import { listViews, readView } from './queries.ts'
import { updateView } from './update.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const create = (actor: UserActor, isShared = false) =>
  world.run(actor, uow => createView(uow, { name: 'Mine', q: 'is:open', sort: 'waiting', isShared }))
const update = (actor: UserActor, viewId: string, part: object) =>
  world.run(actor, uow => updateView(uow, { viewId, ...part }))
const read = (actor: UserActor, viewId: string) => world.read(actor, reader => readView(reader, { viewId }))

test('a change takes a part of one’s own view, and a filter that can be read', async () => {
  const { id } = await create(world.ana)
  await update(world.ana, id, { q: 'tag:vpn' })
  expect(await read(world.ana, id)).toEqual({
    ...{ id, name: 'Mine', q: 'tag:vpn', sort: 'waiting', isShared: false, isOwn: true, ownerName: world.ana.name },
  })
  await expect(update(world.ana, id, { q: 'status:sleepy' })).rejects.toMatchObject({ code: 'invalid_filter' })
  await expect(update(world.ana, id, { isShared: true })).rejects.toMatchObject({ code: 'forbidden' })
})

test('the view of somebody else is not there; a shared one is read by all staff and changed by admins', async () => {
  const missing = { code: 'not_found' }
  const { id } = await create(world.ana)
  await expect(read(world.ben, id)).rejects.toMatchObject(missing)
  await expect(update(world.ben, id, { name: 'Taken' })).rejects.toMatchObject(missing)
  await expect(update(world.admin, id, { name: 'Taken' })).rejects.toMatchObject(missing)
  const shared = await create(world.admin, true)
  expect(await read(world.ana, shared.id)).toMatchObject({
    ...{ isShared: true, isOwn: false, ownerName: world.admin.name },
  })
  await expect(update(world.ana, shared.id, { name: 'Taken' })).rejects.toMatchObject(missing)
  await update(world.admin, shared.id, { name: 'For all' })
  expect((await world.read(world.ana, listViews)).map(({ name }) => name)).toContain('For all')
  expect((await world.read(world.ben, listViews)).map(view => view.id)).not.toContain(id)
})

test('a shared view stays as it is for who may not share: a token without the scope, or an admin who is one no longer', async () => {
  const { id } = await create(world.admin, true)
  const change = (actor: UserActor) => update(actor, id, { q: 'is:done' })
  await expect(change({ ...world.admin, scopes: ['tickets:write'] })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change({ ...world.admin, role: 'agent' })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await read(world.admin, id)).toMatchObject({ q: 'is:open' })
})
