import { createWorld, type World } from '@gotrs/core/testing/world'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from './actor.ts'
import { actingIn, openRecord } from './permission-record.ts'
import { requireGrant, requirePerson } from './require-grant.ts'
import { ticketScope } from './scopes.ts'
import type { UnitOfWork } from './unit-of-work.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const rename = async (uow: UnitOfWork) => {
  await uow.db.update(users).set({ name: 'Forgotten' }).where(eq(users.id, world.ana.id))
}
const nameOfAna = async () => (await world.db.select().from(users).where(eq(users.id, world.ana.id)))[0]?.name
const forgotten = "A person's work checked no permission"

describe('work that checks no permission', () => {
  it('of a person is rolled back, and the error quotes the work', async () => {
    await expect(world.run(world.ana, uow => rename(uow))).rejects.toThrow(
      'checked no permission: (uow) => rename(uow)',
    )
    expect(await nameOfAna()).toBe('Ana Agent')
  })

  it('fails also when a person reads or lists', async () => {
    const count = ({ db }: Pick<UnitOfWork, 'db'>) => db.$count(users)
    await expect(world.read(world.admin, count)).rejects.toThrow(forgotten)
    await expect(world.list(world.admin, count)).rejects.toThrow(forgotten)
  })

  it('in the name of a person is rolled back, although the desk began it', async () => {
    await expect(world.run(systemActor('mail'), uow => rename(uow.as(world.ana)))).rejects.toThrow(forgotten)
    expect(await nameOfAna()).toBe('Ana Agent')
  })

  it('runs for the desk itself', async () => {
    expect(await world.run(systemActor('clock'), async () => 'done')).toBe('done')
  })

  it('is rejected under a key at its first call, and answered when it is repeated', async () => {
    const idempotency = { key: 'k', callHash: 'h' }
    const work = async (uow: UnitOfWork) => {
      requireGrant(uow, 'account.manage')
      return 'done'
    }
    const forgetful = async () => 'forgot'
    await expect(world.run(world.ana, forgetful, { idempotency })).rejects.toThrow(forgotten)
    expect(await world.run(world.ana, work, { idempotency })).toBe('done')
    expect(await world.run(world.ana, forgetful, { idempotency })).toBe('done')
  })
})

describe('a permission', () => {
  it('that the table does not grant is rejected with its name', async () => {
    const asked = world.run(world.ana, async uow => requireGrant(uow, 'settings.manage'))
    await expect(asked).rejects.toMatchObject({ code: 'forbidden', params: { action: 'settings.manage' } })
  })

  it('for things that only people have is not granted to the desk', async () => {
    const asked = world.run(systemActor('clock'), async uow => requirePerson(uow, 'draft.use'))
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('that a unit of work checks is recorded for the call around it, and for no other call', async () => {
    const [call, other] = [openRecord(), openRecord()]
    await world.run(actingIn(call, world.ana), async uow => requireGrant(uow, 'account.manage'))
    await world.read(actingIn(call, world.ana), async ({ actor }) => ticketScope(actor, 'ticket.read'))
    expect([...call.checked]).toEqual(['account.manage', 'ticket.read'])
    expect([...other.checked]).toEqual([])
  })
})
