import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('ends the pause of a mailbox whose account was corrected, in the same transaction', async () => {
  const isMailbox = eq(mailboxes.id, world.mailboxId)
  await world.db
    .update(mailboxes)
    .set({ sendPausedUntil: new Date(world.now().getTime() + day) })
    .where(isMailbox)
  await world.run(systemActor('setup'), async uow => uow.emit('mailbox.updated', { mailboxId: world.mailboxId }))
  const [mailbox] = await world.db.select().from(mailboxes).where(isMailbox)
  expect(mailbox?.sendPausedUntil).toBeNull()
})
