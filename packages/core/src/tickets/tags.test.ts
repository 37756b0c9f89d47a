import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { moveTicket } from './move.ts'
import { tagTicket } from './tag.ts'
import { listTags } from './tags.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function ticketWith(...tags: string[]) {
  const { ticketId } = await ask(world, world.omar)
  for (const tag of tags) await world.run(world.ana, uow => tagTicket(uow, { ticketId, version: 'any', tag }))
  return ticketId
}
const offered = (text: string, who = world.ana) => world.list(who, reader => listTags(reader, { text }))

it('lists the tags that start with a text, those most used first, and only of tickets that the reader may see', async () => {
  await ticketWith('vpn', 'vat')
  await ticketWith('vpn', 'printer')
  const ticketId = await ticketWith('vip')
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => moveTicket(uow, { ticketId, version, queueId: world.billingId }))
  expect(await offered('v')).toEqual(['vpn', 'vat', 'vip'])
  expect(await offered('')).toEqual(['vpn', 'printer', 'vat', 'vip'])
  expect(await offered('', world.ben)).toEqual(['vip'])
  expect(await offered('%')).toEqual([])
})

it('still lists a tag that nobody has used lately', async () => {
  await world.asOwner(`
    with made as (insert into tags select gen_random_uuid(), 'busy' returning id),
      filled as (insert into tickets (id, title, channel, queue_id, customer_id, created_at, updated_at)
        select ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Filled', 'web', '${world.supportId}',
          '${world.omar.id}', now(), now() from generate_series(1, 2100) n returning id)
    insert into ticket_tags select filled.id, made.id from filled, made`)
  expect(await offered('')).toEqual(['busy', 'printer', 'vat', 'vip', 'vpn'])
  expect(await offered('', world.ben)).toEqual(['vip'])
})
