import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRawMail, readRawMail } from './raw.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

async function mailed(raw: Buffer) {
  const mail = await receive(world, raw)
  const [message] = await world.db.select().from(messages).where(eq(messages.inboundMailId, mail.id))
  if (!message) throw new Error('The mail is in no ticket.')
  return { mail, messageId: message.id }
}
const read = (messageId: string, actor = world.ana) =>
  world.read(actor, reader => readRawMail(reader, { messageId }, world.blobs))

describe('the mail that a message came in by', () => {
  it('is shown to staff as it came', async () => {
    const raw = letter({ text: 'Grüße' })
    const { messageId } = await mailed(raw)
    expect(await read(messageId)).toEqual({ rawText: raw.toString(), isRawCut: false, size: raw.length })
  })

  it('is not there for those who may not read the ticket, nor for customers', async () => {
    const { messageId } = await mailed(letter())
    for (const actor of [world.ben, world.omar, world.lena]) {
      await expect(read(messageId, actor)).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is not there for what came another way', async () => {
    const { messageId } = await ask(world, world.omar)
    await expect(read(messageId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is said to be gone once it has outlived its time', async () => {
    const { mail, messageId } = await mailed(letter())
    await world.db.update(inboundMails).set({ blobKey: null }).where(eq(inboundMails.id, mail.id))
    await expect(read(messageId)).rejects.toMatchObject({ code: 'raw_mail_gone' })
    await expect(world.read(world.ana, reader => findRawMail(reader, { messageId }))).rejects.toMatchObject({
      code: 'raw_mail_gone',
    })
  })
})
