import { queueMails } from '@gotrs/core/testing/outbound/queue-mails'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sendDueMails } from './send.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(() => world.pool.query('delete from outbound_mails'))

const sendAccepted = () =>
  sendDueMails(world, async ({ to }) => ({ kind: 'answered', accepted: to, refused: [], response: '250 ok' }))

test('one statement claims four mails, and one records each', async () => {
  await queueMails(world, 4)
  let sent = 0
  const statements = await countStatements(world.pool, async () => {
    sent = await sendAccepted()
  })
  expect(sent).toBe(4)
  expect(statements.length).toBeLessThanOrEqual(1 + 4)
})

test('one statement finds that no mail is due', async () => {
  const statements = await countStatements(world.pool, sendAccepted)
  expect(statements).toHaveLength(1)
})
