import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { replyToTicket } from '../messages/reply.ts'
import { addParticipant, removeParticipant } from './participants.ts'

let world: World
let ticketId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
beforeEach(async () => {
  ticketId = (await ask(world, world.omar)).ticketId
})

const inCopy = async () => (await seen(world, world.ana, ticketId)).participants.map(it => it.email).sort()
const add = (email: string, actor = world.ana) => world.run(actor, uow => addParticipant(uow, { ticketId, email }))

describe('a person that an agent adds', () => {
  test('is in copy from then on, once, and is made known if new', async () => {
    await add('nora@acme.example')
    await add('new@elsewhere.example')
    await add('nora@acme.example')
    expect(await inCopy()).toEqual(['new@elsewhere.example', 'nora@acme.example'])
  })

  test.each(['omar@acme.example'])('is not doubled where it is the customer: %s', async email => {
    await add(email)
    expect(await inCopy()).toEqual([])
  })

  test.each(['ana@gotrs.example', 'support@gotrs.example', 'support+x@gotrs.example', 'no-reply@service.example'])(
    'is refused where no customer reads it: %s',
    async email => {
      await expect(add(email)).rejects.toMatchObject({ code: 'invalid_input' })
      expect(await inCopy()).toEqual([])
    },
  )

  test('is added only by staff of the queue', async () => {
    for (const actor of [world.ben, world.lena]) {
      await expect(add('x@evil.example', actor)).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(add('x@evil.example', world.omar)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('can be taken out again', async () => {
    await add('nora@acme.example')
    await world.run(world.ana, uow => removeParticipant(uow, { ticketId, userId: world.nora.id }))
    expect(await inCopy()).toEqual([])
  })

  test('a removed person can no longer answer by mail, until somebody adds them again', async () => {
    const asked = await receive(world, letter())
    ticketId = asked.ticketId ?? ''
    const headers = [`In-Reply-To: ${asked.rfcMessageId}`]
    const write = () => receive(world, letter({ from: 'nora@acme.example', headers }))
    await add('nora@acme.example')
    expect(await write()).toMatchObject({ outcome: 'appended' })
    await world.run(world.ana, uow => removeParticipant(uow, { ticketId, userId: world.nora.id }))
    expect(await write()).toMatchObject({ outcome: 'held', ticketId })
    await add('nora@acme.example')
    expect(await write()).toMatchObject({ outcome: 'appended' })
  })
})

test('whom an agent puts in copy of an answer may answer it, and gets no later one for that', async () => {
  const version = await versionNow(world, ticketId)
  const answer = { ticketId, version, text: 'Vera, can you check?', attachmentIds: [], thenResolve: false }
  const people = { cc: ['Vera@home.example'], bcc: ['hidden@home.example'] }
  await world.run(world.ana, uow => replyToTicket(uow, { ...answer, ...people }))
  await world.settle()
  const { rows } = await world.pool.query(
    `select r.address::text, r.reply_address as "replyTo" from outbound_recipients r where r.address like '%@home.example' order by 1 desc`,
  )
  const [vera, hidden] = rows
  const from = async ({ address, replyTo }: { address: string; replyTo: string }) =>
    receive(world, letter({ from: address, to: replyTo }), { envelopeTo: [replyTo] })
  expect(await from(vera)).toMatchObject({ outcome: 'appended', rule: 'reply_address', ticketId })
  expect(await from(hidden)).toMatchObject({ outcome: 'held', ticketId })
  expect(await inCopy()).toEqual([])
})
