import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createQueue } from './create.ts'
import { ensureFirstQueue } from './ensure-first-queue.ts'
import { listQueues } from './queries.ts'

describe('making a queue', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.remove())

  const names = async () => (await world.read(world.ana, listQueues)).map(queue => queue.name)

  it('is for admins, and puts the members in', async () => {
    const input = { name: 'Second line', memberIds: [world.ben.id, world.ben.id] }
    await expect(world.run(world.ana, uow => createQueue(uow, input))).rejects.toMatchObject({ code: 'forbidden' })
    const { queueId } = await world.run(world.admin, uow => createQueue(uow, input))
    const made = (await world.read(world.ana, listQueues)).find(queue => queue.id === queueId)
    expect(made).toEqual({ id: queueId, name: 'Second line', closedReply: 'follow_up', memberIds: [world.ben.id] })
  })

  it('rejects a name that is there, whatever its case, and members who are no staff', async () => {
    const taken = world.run(world.admin, uow => createQueue(uow, { name: 'BILLING' }))
    await expect(taken).rejects.toMatchObject({ code: 'already_exists' })
    const foreign = world.run(world.admin, uow => createQueue(uow, { name: 'Third line', memberIds: [world.omar.id] }))
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' })
    expect(await names()).not.toContain('Third line')
  })

  it('is not needed for the first one: the desk makes it, once', async () => {
    const setUp = () => world.run({ kind: 'system', name: 'setup' }, ensureFirstQueue)
    const before = await names()
    await setUp()
    expect(await names()).toEqual(before)
    await world.asOwner('truncate queues cascade')
    await setUp()
    await setUp()
    expect(await names()).toEqual(['Support'])
  })
})
