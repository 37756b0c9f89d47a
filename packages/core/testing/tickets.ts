import { type CreateTicketInput, createTicketInput } from '@gotrs/contract/tickets'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { asc, eq } from 'drizzle-orm'
import type { UserActor } from '../src/kernel/actor.ts'
import { createTicket } from '../src/tickets/create.ts'
import { readTicket } from '../src/tickets/detail.ts'
import type { World } from './world.ts'

/** A ticket by the person's own hand, through the verb. */
export async function ask(world: World, actor: UserActor, input: Partial<CreateTicketInput> = {}) {
  const whole = createTicketInput.parse({ title: 'VPN drops at noon', message: 'Every day, for an hour.', ...input })
  return world.run(actor, uow => createTicket(uow, whole))
}

/** The ticket as the person sees it now. */
export const seen = (world: World, actor: UserActor, ticketId: string) =>
  world.read(actor, reader => readTicket(reader, { ticketId }))

/** The ticket's version, as an admin sees it. */
export const versionNow = async (world: World, ticketId: string) =>
  (await seen(world, world.admin, ticketId)).staff?.version ?? -1

/** The ticket's row, for any reader. */
export async function ticketOf(world: World, id: string | null) {
  const [ticket] = await world.db
    .select()
    .from(tickets)
    .where(eq(tickets.id, id ?? ''))
  if (!ticket) throw new Error('no ticket')
  return ticket
}

/** The rows of its messages, in their order. */
export const messagesOf = (world: World, ticketId: string | null) =>
  world.db
    .select()
    .from(messages)
    .where(eq(messages.ticketId, ticketId ?? ''))
    .orderBy(asc(messages.createdAt))
