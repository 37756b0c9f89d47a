import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMessage } from '../../messages/queries.ts'
import { replayMail } from '../admin/replay.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const event = ['BEGIN:VEVENT', 'SUMMARY:Review', 'DTSTART;TZID=Europe/Berlin:20260701T100000', 'END:VEVENT']
const invitation = ['BEGIN:VCALENDAR', 'METHOD:REQUEST', ...event, 'END:VCALENDAR']
const multipart = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b']

async function messageOf(raw: Buffer) {
  const row = await receive(world, raw)
  const [found] = await world.db.select().from(messages).where(eq(messages.inboundMailId, row.id))
  return { mailId: row.id, id: found?.id ?? '' }
}

const shown = (id: string) => world.read(world.ana, reader => readMessage(reader, id))

describe('the message that a mail becomes', () => {
  test('says what the mail invites to, also when it is rendered again', async () => {
    const body = ['', 'Please come.', '--b', 'Content-Type: text/calendar', '', ...invitation, '--b--']
    const { id, mailId } = await messageOf(letter({ headers: [...multipart, ...body] }))
    const invited = { method: 'request', title: 'Review', startsAt: '2026-07-01T08:00:00.000Z', isAllDay: false }
    expect(await shown(id)).toMatchObject({ invitation: invited, encryption: null })
    await world.db.update(messages).set({ invitation: null, parserVersion: 0 }).where(eq(messages.id, id))
    await replayMail(world, world.admin, { mailId })
    expect(await shown(id)).toMatchObject({ invitation: invited })
  })

  test('says that the mail is encrypted, and has the encrypted file', async () => {
    const text = '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0\r\n-----END PGP MESSAGE-----'
    const { id } = await messageOf(letter({ text }))
    expect(await shown(id)).toMatchObject({
      encryption: 'pgp',
      invitation: null,
      attachments: [{ filename: 'message.asc', isInline: false }],
    })
  })

  test('lists a picture whose <img> was taken out of the HTML', async () => {
    const html = '<p>See</p><!-- <img src="cid:p1@x"> -->'
    const picture = ['Content-Type: image/png; name=p.png', 'Content-ID: <p1@x>', 'Content-Transfer-Encoding: base64']
    const body = ['Content-Type: text/html', '', html, '--b', ...picture, '', 'iVBORw0KGgo=', '--b--']
    const { id } = await messageOf(letter({ headers: [...multipart, ...body] }))
    expect(await shown(id)).toMatchObject({ attachments: [{ filename: 'p.png', isInline: false }] })
  })

  test('of a sender without an address is by whom Reply-To names, whom nobody takes to be proved', async () => {
    const from = '"Shop" <>\r\nReply-To: orders@shop.example'
    const { id } = await messageOf(letter({ from }))
    const [message] = await world.db.select().from(messages).where(eq(messages.id, id))
    const [author] = await world.db
      .select()
      .from(users)
      .where(eq(users.id, message?.authorId ?? ''))
    expect(author).toMatchObject({ email: 'orders@shop.example', name: 'Shop' })
    expect(message?.senderVerdict).toBe('contradicted')
  })
})
