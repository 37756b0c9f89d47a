import type { Action } from '@gotrs/contract/permissions'
import type { Actor, PermissionRecord } from './actor.ts'

export const openRecord = (around?: Actor): PermissionRecord => ({
  checked: new Set(),
  isOfPerson: false,
  within: around?.kind === 'user' ? around.record : undefined,
})

/** The actor with the record of their permission checks. The desk itself needs no permission. */
export function actingIn<A extends Actor>(record: PermissionRecord, actor: A): A {
  if (actor.kind === 'system') return actor
  record.isOfPerson = true
  return { ...actor, record }
}

export function recordCheck(actor: Actor, action: Action): void {
  if (actor.kind === 'system') return
  for (let record = actor.record; record; record = record.within) record.checked.add(action)
}

/** @throws Error for work of a person that checked no permission: the check is missing in its verb */
export function requirePermissionCheck(
  { isOfPerson, checked }: PermissionRecord,
  work: (acting: never) => unknown,
): void {
  if (!isOfPerson || checked.size > 0) return
  throw new Error(
    `A person's work checked no permission: ${work.name || String(work).slice(0, 300)}. ` +
      'Begin its verb with requireGrant(uow, action), or load its ticket with loadTicket.',
  )
}
