import { noteInput, replyInput } from '@gotrs/contract/messages'
import { createTicketInput } from '@gotrs/contract/tickets'
import { processInboundMail } from '@gotrs/core/inbound/filing/process'
import { recordInboundMail } from '@gotrs/core/inbound/ledger/ledger'
import { systemActor } from '@gotrs/core/kernel/actor'
import { addNote } from '@gotrs/core/messages/add-note'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { writeSearchRows } from '@gotrs/core/search/write-rows'
import { letter } from '@gotrs/core/testing/inbound/letters'
import { createWorld, day, hour, minute, type World } from '@gotrs/core/testing/world'
import { closeTicket } from '@gotrs/core/tickets/close'
import { closeResolvedTickets } from '@gotrs/core/tickets/close-resolved'
import { createTicket } from '@gotrs/core/tickets/create'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import { moveTicket } from '@gotrs/core/tickets/move'
import { setPriority } from '@gotrs/core/tickets/set-priority'
import { snoozeTicket } from '@gotrs/core/tickets/snooze'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { takeTicket } from '@gotrs/core/tickets/take'
import { loadRows } from '@gotrs/db/testing/load-rows'
import { shapesOfTicket } from '@gotrs/gotrs/testing/shapes-of-ticket'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as converse from './converse.ts'
import { finishTicket } from './finish-ticket.ts'
import { idMaker } from './ids.ts'
import { openByMail, openByPhone, openInPortal } from './open.ts'
import type { Pen } from './pen.ts'
import type { Customer, Queue } from './place.ts'
import { createRandom } from './random.ts'
import { createRows } from './rows.ts'
import type { Ticket } from './ticket.ts'
import { createWriter } from './words/write-text.ts'
import * as work from './work.ts'

let world: World
let tagId: string
/** Beyond those of the verbs. */
let searchRow = 1_000_000
beforeAll(async () => {
  world = await createWorld()
  const { rows } = await world.pool.query(`insert into tags (id, name) values (gen_random_uuid(), 'vpn') returning id`)
  tagId = rows[0].id
})
afterAll(() => world.remove())

/** What people do in a ticket, by the verbs or by the pen of the seed. */
type Players = {
  mail(text: string): Promise<void>
  portal(text: string): Promise<void>
  phone(text: string): Promise<void>
  mailAgain(text: string): Promise<void>
  portalAgain(text: string): Promise<void>
  prioritise(): Promise<void>
  tag(): Promise<void>
  take(): Promise<void>
  note(text: string): Promise<void>
  reply(text: string, thenResolve: boolean): Promise<void>
  move(): Promise<void>
  close(): Promise<void>
  closeByClock(): Promise<void>
  snooze(): Promise<void>
  finish(): Promise<string>
}

const stories: [string, (it: Players) => Promise<void>][] = [
  [
    'a mail that is answered, asked again and closed by hand',
    async it => {
      await it.mail('It drops every day.')
      await it.prioritise()
      await it.tag()
      await it.take()
      await it.note('The switch again?')
      await it.reply('Please restart it.', true)
      await it.mailAgain('It still drops.')
      await it.close()
    },
  ],
  [
    'a mail that is answered at once and closed by the clock',
    async it => {
      await it.mail('One question.')
      await it.reply('One answer.', true)
      await it.closeByClock()
    },
  ],
  [
    'a request in the portal that is moved, answered and asked again',
    async it => {
      await it.portal('A request.')
      await it.move()
      await it.reply('Which one?', false)
      await it.portalAgain('The second one.')
    },
  ],
  [
    'a call that is put aside',
    async it => {
      await it.phone('She wants to know when.')
      await it.take()
      await it.snooze()
    },
  ],
]

test.each(stories)('writes %s as the verbs do', async (_name, story) => {
  // Nobody is thanked for two requests in a day.
  world.pass(2 * day)
  const verbs = byVerbs()
  await story(verbs)
  const pen = byPen()
  await story(pen)
  const seededId = await pen.finish()
  const [expected, seeded] = [
    await shapesOfTicket(world.pool, await verbs.finish()),
    await shapesOfTicket(world.pool, seededId),
  ]
  expect(seeded).toEqual(expected)
  const written = await searchRowsOf(seededId)
  await writeSearchRows(world.db, {
    ticketIds: [seededId],
    messageIds: written.flatMap(row => (row.message_id ? [String(row.message_id)] : [])),
  })
  expect(written).toEqual(await searchRowsOf(seededId))
})

async function searchRowsOf(ticketId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await world.pool.query('select * from search_rows where ticket_id = $1 order by n', [ticketId])
  return rows
}

function byVerbs(): Players {
  let ticketId = ''
  const asAna = async <T>(verb: (uow: Parameters<Parameters<World['run']>[1]>[0], version: number) => Promise<T>) => {
    world.pass(minute)
    const version = await versionOf(ticketId)
    return world.run(world.ana, async uow => {
      if (ticketId) await markTicketRead(uow, { ticketId, seenAt: uow.now.toISOString() })
      return verb(uow, version)
    })
  }
  const settle = async () => {
    await world.settle()
    const response = '250 2.0.0 Ok: queued'
    await sendDueMails(world, async copy => ({ kind: 'answered', accepted: copy.to, refused: [], response }))
  }
  const receiveMail = async (to: string, text: string, headers: string[]) => {
    world.pass(minute)
    const date = new Date(world.now().getTime() - 2_000)
    const { inboundMailId } = await recordInboundMail(world, {
      ...{ mailboxId: world.mailboxId, source: 'smtp', envelopeFrom: world.omar.email, envelopeTo: [to] },
      ...{ client: { address: '203.0.113.7', name: 'mx.acme.example' }, maxBytes: 10_000 },
      content: letter({ subject: 'VPN drops', to, text, headers, date }),
    })
    await processInboundMail(world, inboundMailId)
    const { rows } = await world.pool.query(`select ticket_id from inbound_mails where id = $1`, [inboundMailId])
    ticketId = rows[0].ticket_id
    await settle()
  }
  const create = async (actor: World['ana'], input: object) => {
    world.pass(minute)
    const typed = createTicketInput.parse({ title: 'VPN drops', ...input })
    ticketId = (await world.run(actor, uow => createTicket(uow, typed))).ticketId
    await settle()
  }
  return {
    mail: text => receiveMail('support@gotrs.example', text, []),
    async mailAgain(text) {
      const { rows } = await world.pool.query(
        `select r.reply_address, m.rfc_message_id, m.text, mail.rfc_message_id as first_id from outbound_recipients r
         join outbound_mails m on m.id = r.mail_id join inbound_mails mail on mail.ticket_id = m.ticket_id
         where m.ticket_id = $1 order by m.created_at desc limit 1`,
        [ticketId],
      )
      const { reply_address, rfc_message_id, first_id, text: answer } = rows[0]
      const below = `On 2 November 2026 at 09:12 (UTC), Ana wrote:\r\n\r\n> ${answer.split('\n')[0]}`
      await receiveMail(reply_address, `${text}\r\n\r\n${below}`, [`References: ${first_id} ${rfc_message_id}`])
    },
    portal: message => create(world.omar, { message }),
    phone: message =>
      create(world.ana, { html: `<p>${message}</p>`, customerEmail: world.omar.email, channel: 'phone' }),
    async portalAgain(text) {
      world.pass(minute)
      await world.run(world.omar, uow => replyToTicket(uow, replyInput.parse({ ticketId, text })))
      await settle()
    },
    prioritise: async () =>
      void (await asAna((uow, version) => setPriority(uow, { ticketId, version, priority: 'high' }))),
    tag: async () => void (await asAna((uow, version) => tagTicket(uow, { ticketId, version, tag: 'vpn' }))),
    take: async () => void (await asAna((uow, version) => takeTicket(uow, { ticketId, version }))),
    note: async text => void (await asAna(uow => addNote(uow, noteInput.parse({ ticketId, html: `<p>${text}</p>` })))),
    async reply(text, thenResolve) {
      await asAna((uow, version) =>
        replyToTicket(uow, replyInput.parse({ ticketId, version, html: `<p>${text}</p>`, thenResolve })),
      )
      await settle()
    },
    move: async () =>
      void (await asAna((uow, version) => moveTicket(uow, { ticketId, version, queueId: world.billingId }))),
    close: async () => void (await asAna((uow, version) => closeTicket(uow, { ticketId, version }))),
    async closeByClock() {
      world.pass(8 * day)
      await world.run(systemActor('clock'), closeResolvedTickets.batch)
    },
    async snooze() {
      const until = new Date(world.now().getTime() + day).toISOString()
      await asAna((uow, version) => snoozeTicket(uow, { ticketId, version, until }))
    },
    finish: async () => ticketId,
  }
}

const versionOf = async (ticketId: string): Promise<number> =>
  ticketId ? (await world.pool.query('select version from tickets where id = $1', [ticketId])).rows[0].version : 0

let ticketNumber = 5_000

function byPen(): Players {
  ticketNumber += 1
  let ticket: Ticket
  let at = world.now().getTime() + hour
  const pen = penOf(at + 30 * day)
  const [support, billing] = pen.place.queues as [Queue, Queue]
  const { omar, ana } = world
  const customer: Customer = { ...omar, language: 'en', hasAccount: true }
  const opening = (text: string) => ({ number: ticketNumber, title: 'VPN drops', text, queue: support, customer })
  const next = () => {
    at += minute
    return at
  }
  const done = (act: () => void) => async () => act()
  const begin = (open: (text: string) => Ticket) => async (text: string) => {
    ticket = open(text)
  }
  return {
    mail: begin(text => openByMail(pen, next(), opening(text))),
    portal: begin(text => openInPortal(pen, next(), opening(text))),
    phone: begin(text => openByPhone(pen, next(), opening(text), ana)),
    mailAgain: async text => converse.receive(pen, next(), ticket, text, 'email'),
    portalAgain: async text => converse.receive(pen, next(), ticket, text, 'web'),
    prioritise: done(() => work.setPriority(pen, next(), ticket, ana, 'high')),
    tag: done(() => work.tag(pen, next(), ticket, ana, { id: tagId, name: 'vpn' })),
    take: done(() => work.take(pen, next(), ticket, ana)),
    note: async text => converse.note(pen, next(), ticket, ana, text),
    reply: async (text, thenResolve) => converse.reply(pen, next(), ticket, ana, text, thenResolve),
    move: done(() => work.move(pen, next(), ticket, ana, billing)),
    close: done(() => work.close(pen, next(), ticket, ana)),
    closeByClock: done(() => work.close(pen, at + 8 * day, ticket, null)),
    snooze: done(() => work.snooze(pen, next(), ticket, ana, new Date(at + day))),
    async finish() {
      finishTicket(pen, ticket)
      await writeAll(pen)
      return ticket.row.id
    },
  }
}

/** No files, plain mails that nobody has signed: as the verbs' own. */
function penOf(endsAt: number): Pen {
  const random = { ...createRandom(1), isOneIn: () => false }
  const blob = { size: 1, sha256: '', blobKey: 'shared' }
  const mailbox = { id: world.mailboxId, address: 'support@gotrs.example', displayName: 'Northwind Support' }
  const queue = (id: string): Queue => ({ id, mailbox, agents: [world.ana] })
  return {
    ...{ rows: createRows(), random, writer: createWriter(random), newId: idMaker(random), endsAt },
    ...{ baseUrl: world.baseUrl, replyKey: world.vault.replyKey },
    nextSearchRow: () => {
      searchRow += 1
      return searchRow
    },
    blobs: { files: [], mails: { en: blob, de: blob, fr: blob, es: blob, ja: blob } },
    place: {
      ...{ queues: [queue(world.supportId), queue(world.billingId)], admin: world.admin, passwordHash: '' },
      ...{
        tags: [{ id: tagId, name: 'vpn' }],
        organisations: [{ id: world.omar.organisationId ?? '', domain: 'acme.example' }],
      },
    },
  }
}

const writeAll = ({ rows }: Pen): Promise<void> => loadRows(world.databaseUrl, load => rows.write(load))
