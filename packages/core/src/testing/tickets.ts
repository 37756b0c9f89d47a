import { type CreateTicketInput, createTicketInput } from '@gotrs/contract/tickets'
import type { UserActor } from '../kernel/actor.ts'
import { createTicket } from '../tickets/create.ts'
import { readTicket } from '../tickets/detail.ts'
import type { World } from './world.ts'

/** A ticket by the person's own hand, through the verb. */
export async function ask(world: World, actor: UserActor, input: Partial<CreateTicketInput> = {}) {
  const whole = createTicketInput.parse({ title: 'VPN drops at noon', text: 'Every day, for an hour.', ...input })
  return world.run(actor, uow => createTicket(uow, whole))
}

/** The ticket as the person sees it now. */
export const seen = (world: World, actor: UserActor, ticketId: string) =>
  world.read(actor, reader => readTicket(reader, { ticketId }))

/** The ticket's version, as an admin sees it. */
export const versionNow = async (world: World, ticketId: string) =>
  (await seen(world, world.admin, ticketId)).staff?.version ?? -1
