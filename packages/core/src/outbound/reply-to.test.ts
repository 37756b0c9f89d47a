import { type Letter, letter, receive } from '@gotrs/core/testing/inbound/letters'
import { answer } from '@gotrs/core/testing/outbound/answer'
import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { ask, messagesOf, seen, ticketOf, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf } from '@gotrs/mail/testing/authentication/zone'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rerouteMail } from '../inbound/admin/reroute.ts'
import { moveMessage } from '../messages/move.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ dns: resolverOf(keyZone('acme.example')) })
})
afterAll(() => world.remove())
beforeEach(async () => {
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  world.pass(2 * day)
})

const fields = 'from:to:cc:reply-to:subject'
const signed = async (mail: Letter, covered = fields) =>
  Buffer.from(await sign(letter(mail).toString(), { domain: 'acme.example', fields: covered }))
const replyTo = (value: string): Letter => ({ headers: [`Reply-To: ${value}`] })

async function opened(raw: Buffer) {
  const { ticketId } = await receive(world, raw)
  await world.settle()
  return ticketId ?? ''
}
const recipients = async (purpose: 'reply' | 'acknowledgement') =>
  (await writtenMails(world, purpose)).at(-1)?.recipients.map(it => it.address)
const answerToOf = async (ticketId: string) => (await seen(world, world.ana, ticketId)).staff?.answerTo

describe('an answer goes', () => {
  test.each([
    ['to the Reply-To of a mail', 'desk@acme.example', ['desk@acme.example']],
    ['to each of several', 'A <a@acme.example>, b@acme.example', ['a@acme.example', 'b@acme.example']],
    ['to the sender where Reply-To is ours', 'support+x@gotrs.example', ['omar@acme.example']],
    ['to the sender where nobody reads Reply-To', 'no-reply@acme.example', ['omar@acme.example']],
    ['to the sender where Reply-To is no address', 'a;b@@acme', ['omar@acme.example']],
  ])('%s', async (_where, value, expected) => {
    const ticketId = await opened(letter(replyTo(value)))
    expect(await answerToOf(ticketId)).toEqual(expected)
    await answer(world, ticketId)
    expect(await recipients('reply')).toEqual(expected)
  })

  test('where the agent says, whatever Reply-To says', async () => {
    const ticketId = await opened(letter(replyTo('desk@acme.example')))
    await answer(world, ticketId, { to: ['omar@acme.example'] })
    expect(await recipients('reply')).toEqual(['omar@acme.example'])
  })

  test('on to the same Reply-To while the mails have it, and to the sender once they do not', async () => {
    const ticketId = await opened(letter({ ...replyTo('desk@acme.example'), messageId: '<rt-1@acme.example>' }))
    const next = (more: string[]) => receive(world, letter({ headers: ['In-Reply-To: <rt-1@acme.example>', ...more] }))
    await next(['Reply-To: desk@acme.example'])
    expect(await answerToOf(ticketId)).toEqual(['desk@acme.example'])
    await next([])
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nowhere else because of a later mail that nothing proves', async () => {
    const ticketId = await opened(letter({ messageId: '<rt-2@acme.example>' }))
    const forged = letter({ headers: ['In-Reply-To: <rt-2@acme.example>', 'Reply-To: x@evil.example'] })
    expect((await receive(world, forged)).outcome).toBe('appended')
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
    expect((await messagesOf(world, ticketId)).at(-1)?.replyTo).toEqual(['x@evil.example'])
  })

  test('nowhere else because of two forged mails, of which one claims to be older than the ticket', async () => {
    const ticketId = await opened(letter())
    const { number } = await ticketOf(world, ticketId)
    world.pass(60_000)
    const forged = { subject: `Re: [#${number}]`, headers: ['Reply-To: x@evil.example'] }
    for (const daysAgo of [3, 0]) {
      const date = new Date(world.now().getTime() - daysAgo * day)
      expect(await receive(world, letter({ ...forged, date }))).toMatchObject({ outcome: 'appended', ticketId })
    }
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nowhere else because of a forged mail in a ticket that staff opened', async () => {
    const { ticketId, ticketNumber } = await ask(world, world.ana, {
      customerEmail: 'omar@acme.example',
      isMailed: true,
    })
    const forged = letter({ subject: `Re: [#${ticketNumber}]`, headers: ['Reply-To: x@evil.example'] })
    expect(await receive(world, forged)).toMatchObject({ outcome: 'appended', ticketId })
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nowhere else because staff moved an older forged mail into the ticket', async () => {
    const headers = ['Reply-To: x@evil.example']
    const from = await opened(letter({ headers }))
    const [forged] = await messagesOf(world, from)
    const ticketId = await opened(letter({ messageId: '<rt-5@acme.example>' }))
    const version = await versionNow(world, from)
    await world.run(world.ana, uow => moveMessage(uow, { messageId: forged?.id ?? '', version, to: { ticketId } }))
    await receive(world, letter({ headers: [...headers, 'In-Reply-To: <rt-5@acme.example>'] }))
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nowhere else because of a Reply-To that somebody added to a signed mail', async () => {
    const mail = await signed({ subject: 'The contract, please' }, 'from:to:subject:date:message-id')
    const ticketId = await opened(Buffer.concat([Buffer.from('Reply-To: x@evil.example\r\n'), mail]))
    expect(await answerToOf(ticketId)).toEqual(['omar@acme.example'])
  })

  test('nowhere else because of such a mail that an admin filed by hand', async () => {
    const mail = await signed({ headers: ['Auto-Submitted: auto-replied'] }, 'from:to:subject:date:message-id')
    const row = await receive(world, Buffer.concat([Buffer.from('Reply-To: x@evil.example\r\n'), mail]))
    expect(row).toMatchObject({ senderVerdict: 'authenticated', ticketId: null })
    const to = { queueId: world.supportId }
    const { ticket } = await rerouteMail(world, world.admin, { mailId: row.id, to })
    expect(await answerToOf(ticket?.id ?? '')).toEqual(['omar@acme.example'])
  })

  test('is not shown to customers', async () => {
    const ticketId = await opened(letter(replyTo('desk@acme.example')))
    expect(JSON.stringify(await seen(world, world.omar, ticketId))).not.toContain('desk@acme.example')
  })
})

describe('an address that an answer went to because a Reply-To asked for it', () => {
  async function answered(raw: Buffer) {
    const ticketId = await opened(raw)
    await answer(world, ticketId)
    const [mail] = await writtenMails(world, 'reply')
    expect(mail?.recipients.map(it => it.address)).toEqual(['desk@acme.example'])
    const to = mail?.recipients[0]?.replyAddress ?? ''
    const headers = [`In-Reply-To: ${mail?.rfcMessageId}`]
    return {
      ticketId,
      row: await receive(world, letter({ from: 'desk@acme.example', to, headers }), { envelopeTo: [to] }),
    }
  }

  test('does not take part in the ticket where nothing proves that Reply-To', async () => {
    const { ticketId, row } = await answered(letter(replyTo('desk@acme.example')))
    expect(row).toMatchObject({ outcome: 'held', ticketId })
    expect((await seen(world, world.omar, ticketId)).messages.items).toHaveLength(2)
  })

  test('takes part in it where the customer signed it', async () => {
    const { ticketId, row } = await answered(await signed(replyTo('desk@acme.example')))
    expect(row).toMatchObject({ outcome: 'appended', ticketId })
  })
})

describe('an acknowledgement goes', () => {
  test('to the sender where nothing proves the mail', async () => {
    await opened(letter(replyTo('desk@acme.example')))
    expect(await recipients('acknowledgement')).toEqual(['omar@acme.example'])
  })

  test('to the Reply-To of an authenticated mail, without a word of it', async () => {
    await opened(await signed({ ...replyTo('victim@else.example'), subject: 'Buy my pills' }))
    const [mail] = await writtenMails(world, 'acknowledgement')
    expect(mail?.recipients.map(it => it.address)).toEqual(['victim@else.example'])
    expect(mail?.raw).not.toContain('pills')
    expect(mail?.parsed.to).toEqual([{ name: '', address: 'victim@else.example' }])
  })
})

describe('the subject of an answer', () => {
  test('keeps the token of the other side’s ticket system, once, as their last mail has it', async () => {
    const ticketId = await opened(letter({ subject: 'Printer', messageId: '<tk-1@acme.example>' }))
    const { number } = await ticketOf(world, ticketId)
    const subject = `Re: [#${number}] Printer [VEND-55667]`
    await receive(world, letter({ subject, headers: ['In-Reply-To: <tk-1@acme.example>'] }))
    await answer(world, ticketId)
    expect((await writtenMails(world, 'reply')).at(-1)?.subject).toBe('Re: Printer [VEND-55667]')
  })
})
