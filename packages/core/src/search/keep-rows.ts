import type { EventType } from '@gotrs/contract/events'
import { messages } from '@gotrs/db/tables/messages'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { type PgColumn, union } from 'drizzle-orm/pg-core'
import { systemActor } from '../kernel/actor.ts'
import type { StoredEvent } from '../kernel/events.ts'
import { reaction } from '../kernel/reaction.ts'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readSearchRows, writeTicketRows } from './write-rows.ts'

/** What changes the text of a message, where it is, or who may read it. */
const aboutMessages = [
  'message.received',
  'message.sent',
  'message.held',
  'message.accepted',
  'message.moved',
  'note.added',
] as const satisfies readonly EventType[]

/** What changes the subject of a ticket, its customer, its tags or who is in copy. */
const aboutTickets = [
  'ticket.created',
  'ticket.renamed',
  'ticket.tagged',
  'ticket.untagged',
  'ticket.participantAdded',
  'ticket.participantRemoved',
  'message.accepted',
] as const satisfies readonly EventType[]

/** A mail may bring people in copy, without an event of its own. */
const changesTicket = (event: StoredEvent) =>
  isAbout(aboutTickets, event) ||
  (event.type === 'message.received' && 'channel' in event.payload && event.payload.channel === 'email')

const isAbout = (types: readonly EventType[], { type }: StoredEvent) => types.includes(type)

/** Keeps the search rows in the transaction of what they are made from: what is committed can be found. */
export const keepSearchRows = reaction({
  name: 'keep_search_rows',
  on: [...aboutMessages, ...aboutTickets, 'mail.replayed'],
  statements: 3,
  async with({ db, changeLast }, events) {
    const messageIds = events.flatMap(event =>
      isAbout(aboutMessages, event) && 'messageId' in event.payload && event.payload.messageId
        ? [event.payload.messageId]
        : [],
    )
    const ticketIds = events.flatMap(event => (changesTicket(event) && event.ticketId ? [event.ticketId] : []))
    const replayed = events.flatMap(({ type, payload }) =>
      type === 'mail.replayed' && 'inboundMailId' in payload && payload.inboundMailId ? [payload.inboundMailId] : [],
    )
    if (replayed.length > 0) {
      const rendered = await db
        .select({ id: messages.id })
        .from(messages)
        .where(inArray(messages.inboundMailId, replayed))
      messageIds.push(...rendered.map(({ id }) => id))
    }
    const about = { messageIds: [...new Set(messageIds)], ticketIds: [...new Set(ticketIds)] }
    const change = await readSearchRows(db, about)
    if (change) changeLast(change)
  },
})

const taskName = 'index_person'
const atOnce = 200

/** The name of a person is in the rows of all their tickets: those are written later, some at a time. */
export const indexRenamedPerson = reaction({
  name: 'index_renamed_person',
  on: ['user.renamed', 'user.updated', 'user.registered', 'message.accepted'],
  async after(uow, { payload }) {
    if ('changed' in payload && !payload.changed.includes('name')) return
    if ('as' in payload && payload.as !== 'addressOf') return
    uow.enqueue({ task: taskName, payload: { userId: payload.userId } })
  },
})

export const indexPersonTask: Task = {
  name: taskName,
  maxAttempts: 12,
  async run(kernel, { userId }) {
    let after: string | undefined
    do after = await kernel.run(systemActor('desk'), uow => indexHeads(uow, String(userId), after))
    while (after)
  },
}

/** Tickets that they ask in, or are in copy of. */
async function indexHeads(uow: UnitOfWork, userId: string, after: string | undefined): Promise<string | undefined> {
  const beyond = (id: PgColumn) => (after ? gt(id, after) : undefined)
  const own = uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.customerId, userId), beyond(tickets.id)))
  const copied = uow.db
    .select({ id: ticketParticipants.ticketId })
    .from(ticketParticipants)
    .where(and(eq(ticketParticipants.userId, userId), beyond(ticketParticipants.ticketId)))
  const some = await union(own, copied).orderBy(asc(tickets.id)).limit(atOnce)
  await writeTicketRows(
    uow.db,
    some.map(({ id }) => id),
  )
  return some.length === atOnce ? some.at(-1)?.id : undefined
}
