import { afterAll, beforeAll, expect, it } from 'vitest'
import { letter, receive } from '../inbound/testing/letters.ts'
import { createWorld, type World } from '../testing/world.ts'
import { listMessages } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function staffPartOf(raw: Buffer) {
  const { ticketId } = await receive(world, raw)
  const page = await world.read(world.ana, reader => listMessages(reader, { ticketId: ticketId ?? '', limit: 50 }))
  return page.items[0]?.staff
}

it('tells staff that a mail was written by a program, and nothing of the kind of one by a person', async () => {
  const byProgram = await staffPartOf(letter({ headers: ['Auto-Submitted: auto-generated'], subject: 'Disk is full' }))
  expect(byProgram?.automaticKind).toBe('auto_generated')
  expect((await staffPartOf(letter({ subject: 'My own words' })))?.automaticKind).toBeNull()
})
