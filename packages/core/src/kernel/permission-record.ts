import type { Action } from '@gotrs/contract/permissions'
import type { Actor, PermissionRecord } from './actor.ts'

export const openRecord = (around?: Actor): PermissionRecord => ({
  asked: new Set(),
  isOfPerson: false,
  within: around?.kind === 'user' ? around.record : undefined,
})

/** The actor, whose questions are noted in the record. The desk itself is asked nothing. */
export function actingIn<A extends Actor>(record: PermissionRecord, actor: A): A {
  if (actor.kind === 'system') return actor
  record.isOfPerson = true
  return { ...actor, record }
}

export function noteAsked(actor: Actor, action: Action): void {
  if (actor.kind === 'system') return
  for (let record = actor.record; record; record = record.within) record.asked.add(action)
}

/** A person's work that has ended without asking for any permission is undone: a verb has forgotten to ask. @throws Error */
export function requireAsked({ isOfPerson, asked }: PermissionRecord, work: (acting: never) => unknown): void {
  if (!isOfPerson || asked.size > 0) return
  throw new Error(
    `A person's work asked for no permission: ${work.name || String(work).slice(0, 300)}. ` +
      'Begin its verb with requireGrant(uow, action), or load its ticket with loadTicket.',
  )
}
