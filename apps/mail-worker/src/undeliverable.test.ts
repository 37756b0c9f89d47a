import { retryDelivery } from '@gotrs/core/outbound/retry'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { readTicket } from '@gotrs/core/tickets/detail'
import { addParticipant } from '@gotrs/core/tickets/participants'
import { answer } from '@gotrs/mail-worker/testing/answers'
import { type ScriptedSmtp, startScriptedSmtp } from '@gotrs/mail-worker/testing/scripted-smtp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createMailSender } from './smtp-out/send-mail.ts'

let world: World
let smtp: ScriptedSmtp | undefined
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())
afterEach(() => smtp?.stop())

/** A ticket of Omar's with these people in copy, with addresses that an older version of the desk accepted. */
async function ticketWith(copies: string[]) {
  const { ticketId } = await ask(world, world.omar)
  for (const [index, email] of copies.entries()) {
    const made = `copy-${index}-${ticketId}@acme.example`
    await world.run(world.ana, uow => addParticipant(uow, { ticketId, email: made }))
    await world.pool.query('update users set email = $1 where email = $2', [email, made])
  }
  await world.settle()
  await world.pool.query('delete from outbound_mails')
  return ticketId
}

async function deliver(ticketId: string) {
  smtp = await startScriptedSmtp({})
  await sendDueMails(world, createMailSender(smtp.server, { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }))
  await world.settle()
  const { messages, events } = await world.read(world.ana, reader => readTicket(reader, { ticketId }))
  const said = messages.items.at(-1)
  const failure = events.find(it => it.type === 'mail.failed')
  return { messageId: said?.id ?? '', recipients: said?.staff?.delivery?.recipients ?? [], failure, lines: smtp.lines }
}

const rcptOf = (lines: string[]) => lines.filter(it => it.startsWith('RCPT'))

test('an invalid address fails alone, and the other recipients get the mail', async () => {
  const ticketId = await ticketWith(['a;b@acme.example', 'nora.two@acme.example'])
  await answer(world, ticketId)
  const { lines, recipients, failure, messageId } = await deliver(ticketId)
  expect(rcptOf(lines)).toEqual(['RCPT TO:<omar@acme.example>', 'RCPT TO:<nora.two@acme.example>'])
  expect(recipients).toMatchObject([
    { address: 'omar@acme.example', status: 'sent' },
    { address: 'a;b@acme.example', status: 'failed', response: expect.stringContaining('Correct it') },
    { address: 'nora.two@acme.example', status: 'sent' },
  ])
  expect(failure?.details).toMatchObject({ address: 'a;b@acme.example' })
  await expect(world.run(world.ana, uow => retryDelivery(uow, { messageId }))).rejects.toMatchObject({
    code: 'wrong_status',
  })
})

test('a reply to only an invalid address fails, and the ticket shows the reason', async () => {
  const ticketId = await ticketWith([])
  await world.pool.query("update users set email = 'x;y@acme.example' where id = $1", [world.omar.id])
  await answer(world, ticketId)
  await world.pool.query("update users set email = 'omar@acme.example' where id = $1", [world.omar.id])
  const { lines, recipients, failure } = await deliver(ticketId)
  expect(lines).toEqual([])
  expect(recipients).toMatchObject([{ address: 'x;y@acme.example', status: 'failed' }])
  expect(failure).toBeDefined()
})

test('a quoted local part and one beyond ASCII reach the envelope unchanged', async () => {
  const ticketId = await ticketWith(['"faxg3/+49"@fax.example', 'jörg@acme.example'])
  await answer(world, ticketId)
  smtp = await startScriptedSmtp({ extensions: ['SMTPUTF8'] })
  await sendDueMails(world, createMailSender(smtp.server, { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }))
  expect(rcptOf(smtp.lines)).toEqual(
    expect.arrayContaining(['RCPT TO:<"faxg3/+49"@fax.example>', 'RCPT TO:<jörg@acme.example>']),
  )
})
