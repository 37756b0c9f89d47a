import { letter, receive } from '@gotrs/core/testing/inbound/letters'
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

const sendAccepted = (by = world) =>
  sendDueMails(by, async ({ to }) => ({ kind: 'answered', accepted: to, refused: [], response: '250 ok' }))

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
  const statements = await countStatements(world.pool, () => sendAccepted())
  expect(statements).toHaveLength(1)
})

test('Postgres plans the statements of a mail once, in and out', async () => {
  const own = await createWorld({ poolSize: 1 })
  for (let at = 0; at < 12; at += 1) {
    await receive(own, letter({ from: `writer-${at}@acme.example` }))
    await sendAccepted(own)
  }
  const { rows } = await own.pool.query(
    `select statement, custom_plans::int as custom from pg_prepared_statements
     where generic_plans + custom_plans >= 8 and custom_plans > 5`,
  )
  expect(rows).toEqual([])
  await own.remove()
})
