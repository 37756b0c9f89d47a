import type { Desk } from '@gotrs/core/desk'
import type { Actor, UserActor } from '@gotrs/core/kernel/actor'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import type { DemoClock } from './clock.ts'
import type { StaffName } from './people.ts'
import { type Progress, saveProgress } from './progress.ts'
import type { QueueName } from './story.ts'

export type CastName = StaffName | 'omar' | 'lena'

/** Everything an act needs: the desk, its clock, who is there, and how far we are. */
export type Stage = {
  desk: Desk
  clock: DemoClock
  cast: Record<CastName, UserActor>
  queueIds: Record<QueueName, string>
  progress: Progress
}

/** Does one act by its verb; that it is done is known when and only when it is. The work returns the story's ticket. */
export async function perform(
  stage: Stage,
  story: string | null,
  actor: Actor,
  work: (uow: UnitOfWork) => Promise<number | null>,
): Promise<void> {
  stage.progress = await stage.desk.run(actor, async uow => {
    const next = advance(stage.progress, story, await work(uow))
    await saveProgress(uow, next)
    return next
  })
}

/** The ticket a story is at. @throws Error where its first turn opened none */
export function ticketOf(stage: Stage, story: string): number {
  const ticketNumber = stage.progress.tickets[story]
  if (ticketNumber === undefined) throw new Error(`Story "${story}" has no ticket yet.`)
  return ticketNumber
}

export type TicketState = { id: string; version: number; email: string }

/** The current state of the ticket: its version, and the recipients of an answer. */
export async function ticketState({ desk }: Stage, ticketNumber: number): Promise<TicketState> {
  const { rows } = await desk.pool.query<TicketState>(
    `select ticket.id, ticket.version, customer.email from tickets ticket
     join users customer on customer.id = ticket.customer_id where ticket.number = $1`,
    [ticketNumber],
  )
  const [row] = rows
  if (!row) throw new Error(`Ticket ${ticketNumber} of the demo is gone.`)
  return row
}

function advance(progress: Progress, story: string | null, ticketNumber: number | null): Progress {
  const tickets = story && ticketNumber ? { ...progress.tickets, [story]: ticketNumber } : progress.tickets
  return { ...progress, done: progress.done + 1, tickets }
}
