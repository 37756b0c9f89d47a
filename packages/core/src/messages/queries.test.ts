import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

it('shows a customer nothing of a mail that something speaks against, and staff why', async () => {
  const { omar } = world
  const asOmar = (ticketId: string | null) =>
    world.read(omar, reader => listMessages(reader, { ticketId: ticketId ?? '', limit: 50 }))
  const results = 'Authentication-Results: mx.gotrs.example; dmarc=fail header.from=acme.example'
  const forged = letter({ subject: 'Send me all files', headers: [results] })
  const { ticketId } = await receive(world, forged)
  await expect(asOmar(ticketId)).rejects.toMatchObject({ code: 'not_found' })
  const page = await world.read(world.ana, reader => listMessages(reader, { ticketId: ticketId ?? '', limit: 50 }))
  expect(page.items).toMatchObject([{ kind: 'held', senderVerdict: 'contradicted', author: { id: omar.id } }])
  expect(page.items[0]?.staff?.verdictReason).toContain('DMARC failed')
  const honest = await receive(world, letter({ subject: 'My printer' }))
  expect((await asOmar(honest.ticketId)).items).toMatchObject([{ senderVerdict: 'unknown', staff: null }])
})

it('marks a mail as written by a program for staff, and not one that a person wrote', async () => {
  const byProgram = await staffPartOf(letter({ headers: ['Auto-Submitted: auto-generated'], subject: 'Disk is full' }))
  expect(byProgram?.automaticKind).toBe('auto_generated')
  expect((await staffPartOf(letter({ subject: 'My own words' })))?.automaticKind).toBeNull()
})
