import { createTransport } from 'nodemailer'
import { until } from '../setup/wait.ts'
import { conversations } from './conversations.ts'
import { accountOf, openMailbox, type Server } from './mailbox.ts'
import type { World } from './world.ts'

export type Check = { name: string; expected: string; run(world: World): Promise<string> }

/** What a mail server does to the desk, and the expected result. */
export const checks: Check[] = [
  { name: 'Postfix rejects MAIL FROM with 450', expected: 'queued: 450 4.7.1', run: rejectedBy('later') },
  { name: 'Postfix rejects MAIL FROM with 550', expected: 'failed: 550 5.7.1', run: rejectedBy('never') },
  {
    name: 'Postfix: sender login mismatch',
    expected: 'sent from owned@desk.example, remembered; test: signed_sender_refused',
    run: world => answerBy(world, 'owned', { port: world.ports.owned, user: 'owned' }),
  },
  {
    name: 'Postfix: sender login mismatch, with recipient_delimiter',
    expected: 'sent from the signed address; test: passed',
    run: world => answerBy(world, 'plus', { port: world.ports.plus, user: 'plus' }),
  },
  {
    name: 'Exim checks the sender as it is',
    expected: 'sent from plain@desk.example, remembered; test: signed_sender_refused',
    run: world => answerBy(world, 'plain', { port: world.ports.eximOwned, user: 'plain' }),
  },
  {
    name: 'Exim checks the sender up to the +',
    expected: 'sent from the signed address; test: passed',
    run: world => answerBy(world, 'delimited', { port: world.ports.eximPlus, user: 'delimited' }),
  },
  {
    name: '30 mails by Postfix over LMTP',
    expected: '30 accepted once, 0 deferred',
    run: world =>
      deliverMany(world, world.ports.open, 'desk.example', () => count(world.postfix.log(), /status=deferred/)),
  },
  {
    name: '30 mails by Exim over SMTP',
    expected: '30 accepted once, 0 deferred',
    run: world => deliverMany(world, world.ports.exim, 'desk.example', () => count(world.exim.log(), / == /)),
  },
  {
    name: '30 mails by Exim over LMTP',
    expected: '30 accepted once, 0 deferred',
    run: world => deliverMany(world, world.ports.exim, 'lmtp.example', () => count(world.exim.log(), / == /)),
  },
  {
    name: '1,000 mails of 100 conversations by Postfix over LMTP',
    expected: '1000 mails, 0 split, 0 out of order',
    run: conversations,
  },
  { name: 'Postfix pipes, DATA_DIR is wrong, then right', expected: 'deferred, then sent: accepted once', run: pipe },
  { name: 'Postfix reports an unknown recipient', expected: 'failed: 5.1.1', run: bounce },
]

const count = (text: string, pattern: RegExp) => text.split('\n').filter(it => pattern.test(it)).length

function rejectedBy(name: 'later' | 'never') {
  return async (world: World) => {
    const mailboxId = await openMailbox(world, name, { port: world.ports[name] })
    const { status, response } = await sendAnswer(world, name, mailboxId)
    return `${status}: ${response.slice(0, 9)}`
  }
}

async function answerBy(world: World, name: string, server: Server): Promise<string> {
  const mailboxId = await openMailbox(world, name, server)
  const { client, postgres } = world.desk
  const { smtp } = await client.mailboxes.test.mutate({ mailboxId, smtp: accountOf(server), imap: null })
  const { status } = await sendAnswer(world, name, mailboxId)
  const { from: sender } = await world.sink.mailTo(`omar-${name}@acme.example`, it => it.from !== '')
  const [box] = await postgres.ask<{ since: Date | null }>(
    'select refuses_signed_senders_since as since from mailboxes where id = $1',
    [mailboxId],
  )
  const from = sender.includes('+') ? 'the signed address' : sender
  return `${status} from ${from}${box?.since ? ', remembered' : ''}; test: ${smtp?.problem ?? 'passed'}`
}

/** A customer writes to the mailbox, and the agent answers; returns the server's reply to that answer. */
async function sendAnswer(world: World, name: string, mailboxId: string, customer = `omar-${name}@acme.example`) {
  const { client, postgres } = world.desk
  const messageId = `<${name}-${Date.now()}@acme.example>`
  await sendMail(world.ports.smtp, customer, [`${name}@desk.example`], messageId)
  const ticketId = await until('the ticket', async () => {
    const [row] = await postgres.ask<{ id: string | null }>(
      'select ticket_id as id from inbound_mails where rfc_message_id = $1 and mailbox_id = $2',
      [messageId, mailboxId],
    )
    return row?.id
  })
  const ticket = await client.tickets.get.query({ ticketId })
  await client.messages.reply.mutate({ ticketId, version: ticket.staff?.version ?? 0, text: 'Please restart it.' })
  return until('a reply of the server', () => attemptedReply(world, ticketId))
}

async function attemptedReply({ desk }: World, ticketId: string) {
  const [row] = await desk.postgres.ask<{ status: string; response: string }>(
    `select r.status::text, r.response from outbound_recipients r join outbound_mails m on m.id = r.mail_id
     where m.ticket_id = $1 and m.purpose = 'reply' and r.response is not null`,
    [ticketId],
  )
  return row && { ...row, ticketId }
}

async function sendMail(port: number, from: string, to: string[], messageId: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  await transport.sendMail({ from, to, messageId, subject: `Printer ${messageId}`, text: `It is broken: ${messageId}` })
}

async function deliverMany(world: World, port: number, domain: string, deferred: () => number): Promise<string> {
  const before = deferred()
  const prefix = `${domain}-${port}`
  for (let at = 0; at < 30; at += 1) {
    const to = at % 3 === 0 ? `open+tag${at}@${domain}` : `open@${domain}`
    await sendMail(port, `omar${at}@acme.example`, [to], `<${prefix}-${at}@acme.example>`)
  }
  await until('30 mails in the ledger', async () => (await acceptedMails(world, prefix)).mails >= 30)
  const { mails, distinct } = await acceptedMails(world, prefix)
  return `${mails} accepted${mails === distinct ? ' once' : ' twice'}, ${deferred() - before} deferred`
}

async function acceptedMails({ desk }: World, prefix: string) {
  const [row] = await desk.postgres.ask<{ mails: number; distinct: number }>(
    `select count(*)::int as mails, count(distinct rfc_message_id)::int as distinct from inbound_mails
     where rfc_message_id like $1 and ticket_id is not null`,
    [`<${prefix}-%`],
  )
  return row ?? { mails: 0, distinct: 0 }
}

async function pipe(world: World): Promise<string> {
  await sendMail(world.ports.open, 'omar@acme.example', ['open@pipe.example'], '<pipe-1@acme.example>')
  const line = (status: string) => async () =>
    world.postfix
      .log()
      .split('\n')
      .find(it => it.includes('open@pipe.example') && it.includes(`status=${status}`))
  await until('a deferred mail to the pipe', line('deferred'))
  const before = (await acceptedMails(world, 'pipe')).mails
  world.fixDataDir()
  const sent = await until('a sent mail to the pipe', async () => {
    world.postfix.flush()
    return line('sent')()
  })
  const { mails } = await acceptedMails(world, 'pipe')
  return `deferred, then ${sent ? 'sent' : 'lost'}: ${before === 0 && mails === 1 ? 'accepted once' : `accepted ${mails}`}`
}

async function bounce(world: World): Promise<string> {
  const [box] = await world.desk.postgres.ask<{ id: string }>(`select id from mailboxes where name = 'open'`)
  const { ticketId } = await sendAnswer(world, 'open', box?.id ?? '', 'gone@acme.example')
  const failed = await until('a report', async () => {
    const row = await attemptedReply(world, ticketId)
    return row?.status === 'failed' && row
  })
  return `${failed.status}: ${failed.response.match(/5\.1\.1/)?.[0] ?? failed.response}`
}
