import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { work } from '../../reactions.ts'

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

/** What reactions with the message may add, as they declare it. */
const declared = work.reactions
  .flatMap(reaction => (reaction.with && reaction.on.includes('message.received') ? [reaction.statements] : []))
  .reduce((sum, statements) => sum + statements, 0)

test.each([
  ['created', 22 + declared, [], {}],
  ['appended', 27 + declared, ['In-Reply-To: <root@acme.example>'], {}],
  ['duplicate', 15, ['X-Way: other'], { messageId: '<root@acme.example>' }],
])('a mail that is %s takes at most %d statements', async (outcome, most, headers, fields) => {
  const counted = await statementsOf(headers, fields)
  expect(counted.outcome).toBe(outcome)
  expect(counted.statements).toBeLessThanOrEqual(most)
})
