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

it('tells also the customer that nothing proves a mail to be theirs', async () => {
  const { omar } = world
  const read = async (raw: Buffer, envelopeFrom: string) => {
    const { ticketId } = await receive(world, raw, { envelopeFrom })
    return (await world.read(omar, reader => listMessages(reader, { ticketId: ticketId ?? '', limit: 50 }))).items
  }
  const forged = letter({ subject: 'Send me all files', headers: ['Authentication-Results: mx.example; dmarc=fail'] })
  expect(await read(forged, 'x@evil.example')).toMatchObject([{ author: { id: omar.id }, isFromVerifiedSender: false }])
  const honest = letter({ subject: 'My printer' })
  expect(await read(honest, omar.email)).toMatchObject([{ author: { id: omar.id }, isFromVerifiedSender: true }])
})

it('tells staff that a mail was written by a program, and nothing of the kind of one by a person', async () => {
  const byProgram = await staffPartOf(letter({ headers: ['Auto-Submitted: auto-generated'], subject: 'Disk is full' }))
  expect(byProgram?.automaticKind).toBe('auto_generated')
  expect((await staffPartOf(letter({ subject: 'My own words' })))?.automaticKind).toBeNull()
})
