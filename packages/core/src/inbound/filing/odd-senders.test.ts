import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replyToTicket } from '../../messages/reply.ts'
import { resolveTicket } from '../../tickets/resolve.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

describe('a person who writes from the address of a mail system', () => {
  const words = 'Your newsletter to jane@customer.example was rejected: 550 5.7.1 delivery failed. Please look into it.'

  test.each(['postmaster@customer.example', 'root@customer.example', 'mailer-daemon@customer.example'])(
    'opens a ticket as %s, whatever the words are',
    async from => {
      const row = await receive(world, letter({ from, subject: 'Undelivered newsletter', text: words }))
      expect(row).toMatchObject({ outcome: 'created', automaticKind: 'no' })
    },
  )

  test('is not used when the envelope sender is empty: that mail is a report', async () => {
    const mail = letter({ from: 'postmaster@customer.example', subject: 'Undelivered mail', text: words })
    expect(await receive(world, mail, { envelopeFrom: '' })).toMatchObject({ outcome: 'bounce' })
  })
})

describe('an absence note that only its subject shows', () => {
  /** A resolved ticket of Omar, and how his mail program answers what Ana wrote in it. */
  async function answered(subject = 'VPN drops at noon') {
    world.pass(2 * day)
    const { ticketId } = await receive(world, letter({ subject }))
    const { id, version } = await ticketOf(world, ticketId)
    const words = { text: 'Please restart it.', attachmentIds: [], thenResolve: false }
    const posted = await world.run(world.ana, uow => replyToTicket(uow, { ticketId: id, version, ...words }))
    await world.settle()
    await world.run(world.ana, uow => resolveTicket(uow, { ticketId: id, version: posted.version ?? 0 }))
    const sql = `select m.rfc_message_id as "messageId", r.reply_address as to from outbound_mails m
      join outbound_recipients r on r.mail_id = m.id where m.message_id = $1`
    const { rows } = await world.pool.query<{ messageId: string; to: string }>(sql, [posted.messageId])
    return { ticketId, answers: [`In-Reply-To: ${rows[0]?.messageId}`], to: rows[0]?.to ?? '' }
  }

  test.each(['Out of Office: Re: VPN', 'Abwesenheit bis 5. Dezember', 'Absence du bureau', 'Automatic reply: VPN'])(
    '(%s) is added to its ticket, reopens nothing and makes nobody wait',
    async subject => {
      const { ticketId, answers } = await answered()
      const row = await receive(world, letter({ subject, headers: answers }))
      expect(row).toMatchObject({ outcome: 'auto_reply', ticketId, automaticKind: 'out_of_office' })
      expect(await ticketOf(world, ticketId)).toMatchObject({ status: 'resolved', waitingSince: null })
    },
  )

  test('is known by the reply address that it was sent to, too', async () => {
    const { ticketId, to } = await answered()
    const row = await receive(world, letter({ subject: 'Out of office', to }), { envelopeTo: [to] })
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId })
  })

  test('is a person’s answer where our mail had that subject', async () => {
    const { ticketId, answers } = await answered('Out of office policy')
    const row = await receive(world, letter({ subject: 'Out of office policy', headers: answers }))
    expect(row).toMatchObject({ outcome: 'appended', ticketId })
    expect((await ticketOf(world, ticketId)).status).toBe('open')
  })

  test.each(['Re: Out of office policy', 'Automatic reply feature request', 'Abwesenheit eintragen: wie geht das?'])(
    'is a person’s request where it answers nothing: %s',
    async subject => {
      expect(await receive(world, letter({ subject }))).toMatchObject({ outcome: 'created', automaticKind: 'no' })
    },
  )
})
