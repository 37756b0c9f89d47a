import { letter, receive } from '@gotrs/core/testing/inbound/letters'
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
async function statementsOf(headers: string[] = [], fields = {}): Promise<string[]> {
  let outcome: string | null = null
  const statements = await countStatements(world.pool, async () => {
    outcome = (await receive(world, letter({ headers, ...fields }))).outcome
  })
  return [`${outcome}: ${statements.length}`]
}

test('a mail in takes no more statements than these', async () => {
  const counts = [
    ...(await statementsOf()),
    ...(await statementsOf(['In-Reply-To: <root@acme.example>'])),
    ...(await statementsOf(['X-Way: other'], { messageId: '<root@acme.example>' })),
  ]
  expect(counts).toEqual(['created: 22', 'appended: 27', 'duplicate: 15'])
})
