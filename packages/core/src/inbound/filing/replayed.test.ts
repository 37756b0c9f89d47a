import { receiveFromStranger } from '@gotrs/core/testing/inbound/mail-from-stranger'
import { ask, messagesOf, seen, ticketOf } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replyToTicket } from '../../messages/reply.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('acme.example', 'gotrs.example')) })
})
afterAll(() => world.remove())

let count = 0
/** What Omar wrote to a stranger, signed by Acme as most signers do: each of these fields once, and nothing else. */
async function toStranger(subject: string, body: string, from = 'Omar <omar@acme.example>') {
  count += 1
  const domain = from.replace(/.*@|>/g, '')
  const head = [`From: ${from}`, 'To: x@evil.example', `Subject: ${subject}`, 'Date: Sun, 01 Nov 2026 09:00:00 +0000']
  const mail = [...head, `Message-ID: <signed-${count}@${domain}>`, '', body, ''].join('\r\n')
  return sign(mail, {
    domain,
    fields: 'from:to:subject:date:message-id',
    signTime: new Date('2026-11-01T09:00:00Z'),
  })
}

async function mailedTo(ticketId: string | null) {
  const { id, version } = await ticketOf(world, ticketId)
  const answer = { ticketId: id, version, text: 'Here is the contract.', attachmentIds: [], thenResolve: false }
  await world.run(world.ana, uow => replyToTicket(uow, answer))
  await world.settle()
  const { rows } = await world.pool.query(
    `select distinct r.address from outbound_recipients r join outbound_mails m on m.id = r.mail_id
     where m.ticket_id = $1 and m.purpose = 'reply'`,
    [ticketId],
  )
  return rows.map(it => it.address)
}

describe('a signed mail to a stranger, brought to the desk by the stranger', () => {
  test('does not get its answers to the stranger', async () => {
    const { ticketId } = await receiveFromStranger(
      world,
      await toStranger('Please send me the contract', 'I need it today.'),
    )
    expect(await mailedTo(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nor to whom the stranger put in copy, which nobody signed', async () => {
    const signed = await toStranger('Please send it again', 'I have lost it.')
    const { ticketId } = await receiveFromStranger(world, `Cc: y@evil.example\r\n${signed}`)
    expect(await mailedTo(ticketId)).not.toContain('y@evil.example')
  })

  test('does not carry a second Subject into the title and the acknowledgement', async () => {
    world.pass(2 * 60 * 60_000)
    const signed = await toStranger('Thanks', 'Thank you.')
    const { ticketId } = await receiveFromStranger(world, `Subject: Your account is locked, call 555-1234\r\n${signed}`)
    await world.settle()
    const { rows } = await world.pool.query('select subject from outbound_mails where ticket_id = $1', [ticketId])
    expect(JSON.stringify(rows)).not.toContain('555-1234')
  })

  test('is not led into a ticket of its sender by a second Subject', async () => {
    const { ticketId } = await ask(world, world.omar)
    const { number } = await seen(world, world.omar, ticketId)
    const signed = await toStranger('Lunch', 'Yes, cancel it.')
    const row = await receiveFromStranger(world, `Subject: Re: [#${number}]\r\n${signed}`)
    expect(row.outcome).not.toBe('appended')
  })

  test('does not show, by a Content-Type that nobody signed, what it quotes as the words of its sender', async () => {
    const quoted = '--evil\r\nContent-Type: text/plain\r\n\r\nI cancel my contract.\r\n--evil--'
    const signed = await toStranger('Re: Hello', `No, thank you.\r\n\r\nYou wrote:\r\n${quoted}`)
    const row = await receiveFromStranger(
      world,
      `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=evil\r\n${signed}`,
    )
    const [message] = await messagesOf(world, row.ticketId)
    expect([row.senderVerdict, message?.text]).not.toEqual(['authenticated', 'I cancel my contract.'])
  })

  test('of an agent makes no ticket in the name of a customer whose address the stranger wore as a name', async () => {
    const outlook = ['Please write to support.', '', '________________________________']
    const block = [
      'From: Omar <omar@acme.example> <x@evil.example>',
      'Sent: Sunday, November 1, 2026 8:00 AM',
      'To: Ana Agent',
      'Subject: Contract',
      '',
      'Please send my contract to x@evil.example.',
    ]
    const signed = await toStranger('RE: Contract', [...outlook, ...block].join('\r\n'), 'Ana <ana@gotrs.example>')
    const row = await receiveFromStranger(world, `Subject: Fwd: Contract\r\n${signed}`)
    const shown = await seen(world, world.omar, row.ticketId ?? '').then(
      it => it.messages.items.map(message => message.text),
      () => [],
    )
    expect(shown).toEqual([])
  })
})
