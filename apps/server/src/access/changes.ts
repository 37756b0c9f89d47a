import { randomUUID } from 'node:crypto'
import { systemActor, type UserActor } from '@gotrs/core/kernel/actor'
import { addNote } from '@gotrs/core/messages/add-note'
import { moveMessage } from '@gotrs/core/messages/move'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { createUser } from '@gotrs/core/people/create-user'
import { createQueue } from '@gotrs/core/queues/create'
import { updateSettings } from '@gotrs/core/settings/update'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import type { World } from '@gotrs/core/testing/world'
import { assignTicket } from '@gotrs/core/tickets/assign'
import { closeTicket } from '@gotrs/core/tickets/close'
import { deleteTicket } from '@gotrs/core/tickets/delete'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import { moveTicket } from '@gotrs/core/tickets/move'
import { renameTicket } from '@gotrs/core/tickets/rename'
import { reopenTicket } from '@gotrs/core/tickets/reopen'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { setPriority } from '@gotrs/core/tickets/set-priority'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { untagTicket } from '@gotrs/core/tickets/untag'

type Ticket = { ticketId: string; messageId: string; customer: UserActor; queueId: string }
type Change = () => Promise<unknown>

/** A ticket of Omar in Support (ana), of Lena in Billing (ana, ben) and of Kim in Legal (admins alone). */
export async function createTickets(world: World) {
  const { pool, omar, lena } = world
  const legalId = randomUUID()
  await pool.query(`insert into queues (id, name, created_at) values ($1, 'Legal', now())`, [legalId])
  const { userId } = await world.run(systemActor('setup'), uow =>
    createUser(uow, { name: 'Kim Legal', email: 'kim@third.example', role: 'customer' }),
  )
  const kim: UserActor = { ...lena, id: userId, name: 'Kim Legal', email: 'kim@third.example' }
  return {
    support: await ticketIn(world, omar, world.supportId),
    billing: await ticketIn(world, lena, world.billingId),
    legal: await ticketIn(world, kim, legalId),
  }
}

export async function ticketIn(world: World, customer: UserActor, queueId: string): Promise<Ticket> {
  const { ticketId, messageId } = await ask(world, customer)
  const version = await versionNow(world, ticketId)
  if (queueId !== world.supportId) await moveTicketTo(world, { ticketId, version }, queueId)
  return { ticketId, messageId, customer, queueId }
}

/** Every change of a ticket, and around tickets, by name, in an order that works. */
export function changesOf(world: World, tickets: Awaited<ReturnType<typeof createTickets>>): Record<string, Change> {
  const { support, billing, legal } = tickets
  const each = Object.entries(tickets).flatMap(([place, ticket]) =>
    Object.entries(onTicket(world, ticket, place)).map(([name, happen]) => [`${place}: ${name}`, happen] as const),
  )
  const move = (ticket: Ticket, queueId: string) => change(world, ticket, at => moveTicketTo(world, at, queueId))
  return {
    ...Object.fromEntries(each),
    'support: to Legal': () => move(support, legal.queueId),
    'Legal: back to support': () => move(support, support.queueId),
    'support: to Billing': () => move(support, billing.queueId),
    'Billing: back to support': () => move(support, support.queueId),
    'billing: assigned to ben': () => assign(world, billing, world.ben),
    'support: a message to billing': () => relocate(world, support.messageId, support, billing),
    'billing: that message to legal': () => relocate(world, support.messageId, billing, legal),
    'legal: deleted': () => remove(world, legal),
    'billing: deleted': () => remove(world, billing),
    'a queue created': () => world.run(world.admin, uow => createQueue(uow, { name: 'Returns', memberIds: [] })),
    'settings updated': () => world.run(world.admin, uow => updateSettings(uow, { rawMailDays: 90 })),
  }
}

function onTicket(world: World, ticket: Ticket, place: string): Record<string, Change> {
  const { admin } = world
  const { ticketId, customer } = ticket
  const body = { text: 'One more word.', attachmentIds: [], thenResolve: false }
  const run = (verb: Parameters<typeof change>[2]) => () => change(world, ticket, verb)
  return {
    'its customer writes': () => world.run(customer, uow => replyToTicket(uow, { ticketId, ...body })),
    answered: run(at => world.run(admin, uow => replyToTicket(uow, { ...at, ...body }))),
    'a note': () => world.run(admin, uow => addNote(uow, { ticketId, text: 'Between us.', attachmentIds: [] })),
    tagged: run(at => world.run(admin, uow => tagTicket(uow, { ...at, tag: place }))),
    untagged: run(at => world.run(admin, uow => untagTicket(uow, { ...at, tag: place }))),
    'read by an admin': () =>
      world.run(admin, uow => markTicketRead(uow, { ticketId, seenAt: world.now().toISOString() })),
    assigned: () => assign(world, ticket, admin),
    prioritised: run(at => world.run(admin, uow => setPriority(uow, { ...at, priority: 'high' }))),
    renamed: run(at => world.run(admin, uow => renameTicket(uow, { ...at, title: 'Another title' }))),
    resolved: run(at => world.run(admin, uow => resolveTicket(uow, at))),
    reopened: run(at => world.run(admin, uow => reopenTicket(uow, at))),
    closed: run(at => world.run(admin, uow => closeTicket(uow, at))),
    'reopened again': run(at => world.run(admin, uow => reopenTicket(uow, at))),
  }
}

async function change(
  world: World,
  { ticketId }: Ticket,
  verb: (at: { ticketId: string; version: number }) => Promise<unknown>,
) {
  await verb({ ticketId, version: await versionNow(world, ticketId) })
}

const assign = (world: World, ticket: Ticket, { id: assigneeId }: UserActor) =>
  change(world, ticket, at => world.run(world.admin, uow => assignTicket(uow, { ...at, assigneeId })))

const moveTicketTo = (world: World, at: { ticketId: string; version: number }, queueId: string) =>
  world.run(world.admin, uow => moveTicket(uow, { ...at, queueId }))

const relocate = (world: World, messageId: string, from: Ticket, { ticketId }: Ticket) =>
  change(world, from, ({ version }) =>
    world.run(world.admin, uow => moveMessage(uow, { messageId, version, to: { ticketId } })),
  )

const remove = (world: World, { ticketId }: Ticket) =>
  world.run(world.admin, uow => deleteTicket(uow, { ticketId, reason: 'asked for it' }))
