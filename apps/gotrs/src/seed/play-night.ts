import { listTicketsInput } from '@gotrs/contract/tickets'
import { systemActor, type UserActor } from '@gotrs/core/kernel/actor'
import { markNoticesRead } from '@gotrs/core/notifications/read-notices'
import { closeResolvedTickets } from '@gotrs/core/tickets/close-resolved'
import { listTickets } from '@gotrs/core/tickets/list'
import { markTicketRead } from '@gotrs/core/tickets/mark-read'
import type { Stage } from './stage.ts'

/** The end of a day: everybody has looked at what came in, and what was resolved long ago closes by the clock. */
export async function playNight({ desk, clock, cast }: Stage, until: Date): Promise<void> {
  for (const actor of [cast.mara, cast.ana, cast.ben]) await readOpenTickets({ desk }, actor)
  const midnight = new Date(until)
  midnight.setUTCHours(0, 0, 0, 0)
  clock.moveTo(midnight)
  const closeSome = () => desk.run(systemActor('clock'), uow => closeResolvedTickets.batch(uow))
  while ((await closeSome()) > 0);
}

async function readOpenTickets({ desk }: Pick<Stage, 'desk'>, actor: UserActor): Promise<void> {
  await desk.run(actor, uow => markNoticesRead(uow, { seenAt: uow.now.toISOString() }))
  const open = listTicketsInput.parse({ q: 'is:open', limit: 100 })
  const { items } = await desk.read(actor, reader => listTickets(reader, open))
  const unread = items.filter(ticket => ticket.staff?.isUnread)
  if (unread.length === 0) return
  await desk.run(actor, async uow => {
    for (const { id } of unread) await markTicketRead(uow, { ticketId: id, seenAt: uow.now.toISOString() })
  })
}
