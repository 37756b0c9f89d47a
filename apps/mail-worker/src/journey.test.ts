import { sendDueMails } from '@gotrs/core/outbound/send'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { answer } from '@gotrs/mail-worker/testing/answers'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listener, startListener } from './smtp-in/listener.ts'
import { createMailSender } from './smtp-out/send-mail.ts'

let world: World
let listener: Listener
let sink: Sink
beforeAll(async () => {
  world = await createWorld()
  listener = await startListener(world, { host: '127.0.0.1', port: 0, protocol: 'smtp' })
  sink = await startSink()
})
afterAll(async () => {
  await listener.stop()
  await sink.stop()
  await world.remove()
})

type Mail = Parameters<ReturnType<typeof createTransport>['sendMail']>[0]

/** Sends a mail over SMTP and waits until all of its effects are done and sent. */
async function write(mail: Mail): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  await transport.sendMail({ from: 'Omar Aziz <omar@acme.example>', to: 'support@gotrs.example', ...mail })
  transport.close()
  await everythingFollows()
}

async function everythingFollows(): Promise<void> {
  await world.settle()
  while ((await sendDueMails(world, createMailSender(sink.server))) > 0);
}

const conversation = async () => {
  const sql = 'select ticket_id as "ticketId", text, is_from_staff as "isFromStaff" from messages order by created_at'
  return (await world.pool.query<{ ticketId: string; text: string; isFromStaff: boolean }>(sql)).rows
}

test('a mail becomes a ticket, the reply is sent, its answer joins the same ticket, and a bounce is shown', async () => {
  await write({ subject: 'Printer smokes', text: 'It smokes.', messageId: '<smoke@acme.example>' })
  const [question] = await conversation()
  const ticketId = question?.ticketId ?? ''
  const [acknowledgement] = sink.mails
  expect(acknowledgement).toMatchObject({ from: '', to: ['omar@acme.example'] })

  await answer(world, ticketId, { text: 'Pull the plug.' })
  await everythingFollows()
  const mail = sink.mails[1]
  expect(mail?.parsed).toMatchObject({
    subject: 'Re: Printer smokes',
    inReplyTo: '<smoke@acme.example>',
    references: ['<smoke@acme.example>'],
  })
  expect(mail?.parsed.text).toContain('Pull the plug.')

  await write({
    from: 'Omar on the road <omar.private@home.example>',
    to: mail?.parsed.replyTo?.address ?? '',
    subject: mail?.parsed.subject ?? '',
    inReplyTo: mail?.parsed.messageId ?? '',
    references: [...(mail?.parsed.references ?? []), mail?.parsed.messageId ?? ''],
    text: `It worked, thank you.\n\nOn Monday, Ana wrote:\n> Pull the plug.\n`,
  })
  const messages = await conversation()
  expect(messages.map(it => [it.ticketId, it.isFromStaff])).toEqual([
    [ticketId, false],
    [ticketId, true],
    [ticketId, false],
  ])
  expect(messages[2]?.text).toBe('It worked, thank you.')

  await answer(world, ticketId, { text: 'Good.' })
  await everythingFollows()
  const last = sink.mails.at(-1)
  expect(last?.parsed.references.at(-1)).toBe(last?.parsed.inReplyTo)
  await bounce(last?.from ?? '', last?.parsed.messageId ?? '')
  const { rows } = await world.pool.query(
    `select r.status, r.response, e.ticket_id from outbound_mails m
     join outbound_recipients r on r.mail_id = m.id
     join events e on e.type = 'mail.failed' and e.payload->>'mailId' = m.id::text
     where m.rfc_message_id = $1`,
    [last?.parsed.messageId],
  )
  expect(rows).toMatchObject([
    { status: 'failed', response: expect.stringContaining('mailbox unavailable'), ticket_id: ticketId },
  ])
  expect(await conversation()).toHaveLength(4)
})

test('a bounce with a foreign Message-ID marks no message', async () => {
  await bounce('support@gotrs.example', '<guessed@gotrs.example>')
  const { rows } = await world.pool.query(
    `select outcome, ticket_id as "ticketId" from inbound_mails order by received_at desc limit 1`,
  )
  expect(rows).toEqual([{ outcome: 'bounce', ticketId: null }])
})

function bounce(to: string, messageId: string): Promise<void> {
  const raw = [
    'From: MAILER-DAEMON@mx.acme.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.acme.example',
    '',
    'Final-Recipient: rfc822; omar@acme.example',
    'Action: failed',
    'Status: 5.2.1',
    'Diagnostic-Code: smtp; 550 5.2.1 mailbox unavailable',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    '--b--',
    '',
  ].join('\r\n')
  return write({ raw, envelope: { from: '', to } })
}
