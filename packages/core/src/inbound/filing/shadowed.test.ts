import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const failed = 'Authentication-Results: mx.gotrs.example; dmarc=fail header.from=acme.example'
const passed = 'Authentication-Results: mx.gotrs.example; dkim=pass header.d=acme.example'
const stranger = { envelopeFrom: 'x@evil.example' }

test('a copy that something speaks against does not swallow the genuine mail after it', async () => {
  const messageId = '<genuine-1@acme.example>'
  await receive(world, letter({ messageId, headers: [failed] }), stranger)
  const genuine = await receive(world, letter({ messageId, headers: [passed] }))
  expect(genuine.outcome).not.toBe('duplicate')
})

test('nor does a copy that a stranger led into a ticket of his own, where it is held', async () => {
  const messageId = '<genuine-2@acme.example>'
  await receive(world, letter({ from: 'lena@other.example', subject: 'Hers', messageId: '<lena-1@other.example>' }))
  await receive(world, letter({ messageId, headers: ['In-Reply-To: <lena-1@other.example>'] }), stranger)
  expect((await receive(world, letter({ messageId }))).outcome).toBe('created')
})

test('a program brings nobody into the ticket that it starts', async () => {
  const auto = [
    'Authentication-Results: mx.gotrs.example; dkim=pass header.d=service.example',
    'Auto-Submitted: auto-generated',
  ]
  const mail = letter({ from: 'no-reply@service.example', to: 'lena@other.example', subject: 'Welcome', headers: auto })
  const { ticketId } = await receive(world, mail, stranger)
  const { rows } = await world.pool.query('select * from ticket_participants where ticket_id = $1', [ticketId])
  expect(rows).toEqual([])
})
