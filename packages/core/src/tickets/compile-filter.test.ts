import { matches } from '@gotrs/contract/filter/evaluate'
import { fields } from '@gotrs/contract/filter/fields'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { holdMail } from '@gotrs/core/testing/held'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { messageMentions, messages } from '@gotrs/db/tables/messages'
import { organisations, queues, users } from '@gotrs/db/tables/people'
import { tags, ticketFollowers, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addNote } from '../messages/add-note.ts'
import { assignTicket } from './assign.ts'
import { closeTicket } from './close.ts'
import { listTickets } from './list.ts'
import { resolveTicket } from './resolve.ts'
import { setPriority } from './set-priority.ts'
import { snoozeTicket } from './snooze.ts'
import { tagTicket } from './tag.ts'

/** What no single field says. */
const combined = [
  '',
  '-is:open',
  '-tag:vpn',
  '-waiting:1d',
  '-resolved:<2d',
  '(tag:vpn OR from:lena) is:open',
  'tag:vpn OR assignee:none',
  '-(tag:vpn from:omar)',
  'is:held is:done',
]

describe('the filter language', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    const { ana, ben, omar, nora, lena } = world
    const first = await ask(world, omar)
    const second = await ask(world, lena, { title: 'Über 100% a_b1', message: 'Wo ist meine Rechnung?' })
    world.pass(3 * day)
    const third = await ask(world, nora, { title: 'Printer axb1', message: 'über alles' })
    await world.run(ana, uow => tagTicket(uow, { ticketId: first.ticketId, version: 1, tag: 'vpn' }))
    await world.run(ana, uow => assignTicket(uow, { ticketId: first.ticketId, version: 2, assigneeId: ana.id }))
    await world.run(ana, uow => setPriority(uow, { ticketId: third.ticketId, version: 1, priority: 'urgent' }))
    await world.run(ana, uow =>
      addNote(uow, { ticketId: second.ticketId, text: 'canary in a note', attachmentIds: [] }),
    )
    const toBen = { ticketId: second.ticketId, text: '@Ben Agent', attachmentIds: [], mentionedIds: [ben.id] }
    await world.db.update(tickets).set({ queueId: world.billingId }).where(eq(tickets.id, second.ticketId))
    await world.run(ana, uow => addNote(uow, toBen))
    const toAna = { ticketId: first.ticketId, text: '@Ana Agent', attachmentIds: [], mentionedIds: [ana.id] }
    await world.run(world.admin, uow => addNote(uow, toAna))
    const version = await versionNow(world, second.ticketId)
    await world.run(ana, uow => resolveTicket(uow, { ticketId: second.ticketId, version }))
    await holdMail(world, third.ticketId, lena)
    const until = new Date(world.now().getTime() + day).toISOString()
    await world.run(ana, uow => snoozeTicket(uow, { ticketId: third.ticketId, version: 'any', until }))
    const fourth = await ask(world, omar, { message: 'Error: http://wiki.example says no' })
    await world.run(ana, uow => closeTicket(uow, { ticketId: fourth.ticketId, version: 1 }))
    expect(ben.queueIds).toHaveLength(1)
  })
  afterAll(() => world.remove())

  async function find(question: string) {
    const now = world.now()
    const page = await listTickets({ db: world.db, actor: world.ana, now }, { q: question })
    const filter = parseFilter(question)
    const all = await samples(world)
    return {
      all: all.length,
      bySql: page.items.map(ticket => ticket.number).sort(),
      inMemory: all
        .filter(ticket => matches(filter, ticket, { actorId: world.ana.id, now }))
        .map(ticket => ticket.number)
        .sort(),
    }
  }

  it.each([...combined, ...Object.values(fields).flatMap(field => field.samples)])(
    'finds the same in SQL and in memory: %s',
    async question => {
      const { bySql, inMemory } = await find(question)
      expect(bySql).toEqual(inMemory)
    },
  )

  it.each(Object.entries(fields))(
    'has samples of %s that find some tickets of this world, and not all',
    async (_, field) => {
      const found = await Promise.all(field.samples.map(find))
      expect(found.some(({ bySql }) => bySql.length > 0)).toBe(true)
      expect(found.some(({ bySql, all }) => bySql.length < all)).toBe(true)
    },
  )

  it('never finds a customer anything by a note, nor lets one ask by what staff know', async () => {
    const asLena = { db: world.db, actor: world.lena, now: world.now() }
    expect((await listTickets(asLena, { q: 'canary' })).items).toEqual([])
    expect((await listTickets(asLena, { q: 'Rechnung' })).items).toHaveLength(1)
    for (const q of [
      'tag:vpn',
      'assignee:ana',
      'queue:support',
      '-tag:vpn',
      'waiting:1d',
      'organisation:acme',
      'follower:me',
      'mentions:none',
      'is:held',
      '-is:held',
      'is:snoozed',
      '-is:snoozed',
    ]) {
      await expect(listTickets(asLena, { q }), q).rejects.toMatchObject({ code: 'invalid_filter' })
    }
    await expect(listTickets(asLena, { tag: 'vpn' })).rejects.toMatchObject({ code: 'invalid_filter' })
  })
})

async function samples(world: World) {
  const everybody = new Map((await world.db.select().from(users)).map(user => [user.id, user]))
  const rows = await world.db
    .select()
    .from(tickets)
    .innerJoin(queues, eq(queues.id, tickets.queueId))
    .leftJoin(organisations, eq(organisations.id, tickets.organisationId))
  return Promise.all(
    rows.map(async row => {
      const ticketId = row.tickets.id
      const said = await world.db.select().from(messages).where(eq(messages.ticketId, ticketId))
      const tagged = await world.db
        .select()
        .from(ticketTags)
        .innerJoin(tags, eq(tags.id, ticketTags.tagId))
        .where(eq(ticketTags.ticketId, ticketId))
      const followed = await world.db.select().from(ticketFollowers).where(eq(ticketFollowers.ticketId, ticketId))
      const mentions = await world.db
        .select()
        .from(messageMentions)
        .innerJoin(messages, eq(messages.id, messageMentions.messageId))
        .where(eq(messages.ticketId, ticketId))
      const person = ({ userId }: { userId: string }) => everybody.get(userId) ?? []
      const customer = everybody.get(row.tickets.customerId)
      if (!customer) throw new Error('no customer')
      return {
        ...row.tickets,
        customer,
        assignee: row.tickets.assigneeId ? (everybody.get(row.tickets.assigneeId) ?? null) : null,
        organisation: row.organisations?.name ?? null,
        followers: followed.flatMap(person),
        mentioned: mentions.flatMap(it => person(it.message_mentions)),
        queue: row.queues,
        tags: tagged.map(entry => entry.tags.name),
        texts: [
          row.tickets.title,
          String(row.tickets.number),
          customer.name,
          customer.email,
          ...said.map(message => message.text),
          ...tagged.map(entry => entry.tags.name),
        ],
      }
    }),
  )
}
