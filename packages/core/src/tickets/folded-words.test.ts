import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listTickets } from './list.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('staff and the customer find folded words', async () => {
  const text = 'It happens again.\r\n\r\n-- \r\nOmar Aziz\r\nRoom Zanzibar, Acme'
  const { ticketId } = await receive(world, letter({ text }))
  await world.settle()
  const { rows } = await world.pool.query('select quoted_text from messages where ticket_id = $1', [ticketId])
  expect(rows[0].quoted_text, 'the signature is folded').toContain('Zanzibar')
  for (const actor of [world.ana, world.omar]) {
    const page = await world.read(actor, reader => listTickets(reader, { q: 'room zanzibar' }))
    expect(page.items.map(it => it.id)).toEqual([ticketId])
  }
})
