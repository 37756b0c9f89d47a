import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { afterAll, beforeAll, expect, test } from 'vitest'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await receive(world, letter({ messageId: '<root@acme.example>' }))
})
afterAll(() => world.remove())

/** From the first byte to the end, BEGIN and COMMIT and the look at the row by the test included. */
async function statementsOf(headers: string[] = [], fields = {}) {
  let outcome: string | null = null
  const statements = await countStatements(world.pool, async () => {
    outcome = (await receive(world, letter({ headers, ...fields }))).outcome
  })
  return { outcome, statements: statements.length }
}

test.each([
  ['created', 14, [], {}],
  ['created', 15, [], { from: 'new-here@elsewhere.example' }],
  ['appended', 17, ['In-Reply-To: <root@acme.example>'], {}],
  ['duplicate', 9, ['X-Way: other'], { messageId: '<root@acme.example>' }],
])(
  'a mail that is %s takes at most %d statements, with the search rows of its message',
  async (outcome, most, headers, fields) => {
    const counted = await statementsOf(headers, fields)
    expect(counted.outcome).toBe(outcome)
    expect(counted.statements).toBeLessThanOrEqual(most)
  },
)

test('the acknowledgement is written with the ticket, and needs no job', async () => {
  await world.settle()
  await receive(world, letter({ from: 'nobody-yet@acme.example' }))
  const [sent] = (await writtenMails(world, 'acknowledgement')).slice(-1)
  expect(sent?.recipients).toMatchObject([{ address: 'nobody-yet@acme.example' }])
  const { rows } = await world.pool.query(
    "select from graphile_worker.jobs where task_identifier = 'write_acknowledgement'",
  )
  expect(rows).toEqual([])
})

test('nobody is notified by a job where nobody has the ticket', async () => {
  await world.settle()
  await receive(world, letter({ headers: ['In-Reply-To: <root@acme.example>'] }))
  const { rows } = await world.pool.query("select from graphile_worker.jobs where task_identifier = 'notify_staff'")
  expect(rows).toEqual([])
})
