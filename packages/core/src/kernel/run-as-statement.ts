import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { Actor } from './actor.ts'
import type { Kernel } from './kernel.ts'
import type { ConditionalChange } from './last-change.ts'
import { openUnitOfWork } from './open-unit-of-work.ts'
import { follow } from './run-unit-of-work.ts'

/** The statement reads the version of the ticket. */
type Emitting = { emit<T extends EventType>(type: T, payload: EventPayload<T>, ticketId: string | null): void }

/**
 * A change and its events in one statement, which is a transaction by itself: for small changes that happen very often. False
 * where the change did not happen: nothing was written. No reaction may run with the events, because there is no
 * transaction that it could run in.
 */
export async function runAsStatement(
  kernel: Kernel,
  actor: Actor,
  { change, now, cause }: { change: ConditionalChange; now: Date; cause: readonly string[] },
  emitEvents: (change: Emitting) => void,
): Promise<boolean> {
  const { uow, pending, finish } = openUnitOfWork(kernel, kernel.pool, { actor, now, cause, channel: 'web' })
  emitEvents({
    emit: (type, payload, ticketId) =>
      uow.emit(type, payload, ticketId === null ? undefined : { ticketId, ticketVersion: 0 }),
  })
  const types = pending.events.map(it => it.type)
  const joining = kernel.reactions.find(it => it.with && it.on.some(type => types.includes(type)))
  if (joining) throw new Error(`${joining.name} needs a transaction: run a unit of work.`)
  const hints = await finish(change)
  const [statement] = pending.last
  if (!statement) throw new Error('There is no statement.')
  const { rows } = await kernel.pool.query<{ happens: boolean }>(statement)
  const happens = rows[0]?.happens ?? false
  if (happens) await follow(kernel, hints, [])
  return happens
}
