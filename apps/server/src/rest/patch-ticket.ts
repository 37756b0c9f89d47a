import { DeskError } from '@gotrs/contract/errors'
import type { TicketRef } from '@gotrs/contract/ids'
import { id, line, version } from '@gotrs/contract/ids'
import { type TicketStatus, ticketStatus } from '@gotrs/contract/ticket-status'
import { type TicketDetail, tagName, ticketPriority } from '@gotrs/contract/tickets'
import { isStaffActor } from '@gotrs/core/kernel/actor'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { assignTicket } from '@gotrs/core/tickets/assign'
import { closeTicket } from '@gotrs/core/tickets/close'
import { readTicket } from '@gotrs/core/tickets/detail'
import { loadTicket } from '@gotrs/core/tickets/load'
import { moveTicket } from '@gotrs/core/tickets/move'
import { openTicket } from '@gotrs/core/tickets/open'
import { renameTicket } from '@gotrs/core/tickets/rename'
import { reopenTicket } from '@gotrs/core/tickets/reopen'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { setPriority } from '@gotrs/core/tickets/set-priority'
import { tagTicket } from '@gotrs/core/tickets/tag'
import { untagTicket } from '@gotrs/core/tickets/untag'
import { z } from 'zod'

/** Fields that are left out stay. With `version` the ticket must not have changed since that version. */
export const patchTicketBody = z
  .object({
    status: ticketStatus.optional().describe('`resolved`, `closed`, or `open` again.'),
    priority: ticketPriority.optional().describe('How urgent it is.'),
    assigneeId: id
      .nullable()
      .optional()
      .describe('Who works on it: the id of somebody in its queue, or null for nobody.'),
    queueId: id.optional().describe('The id of the queue to move it to: `GET /api/queues` lists them.'),
    title: line(250).optional().describe('One line that says what it is about.'),
    tags: z
      .array(tagName)
      .max(50)
      .optional()
      .describe('All the tags it is to have: those it has and that are not named are taken off.'),
    version: version
      .optional()
      .describe(
        'The `staff.version` that you read. If the ticket has changed since, the call is rejected. As `If-Match`.',
      ),
  })
  .strict()
type Patch = z.output<typeof patchTicketBody>

/**
 * Splits a patch into the verbs of its fields, in one transaction: each verb authorizes, checks and emits its own
 * event. Returns the ticket after the change, also when the patch moved it to a queue that the caller may not read.
 */
export async function patchTicket(callers: UnitOfWork, ticketId: TicketRef, patch: Patch): Promise<TicketDetail> {
  // Lock the ticket and compare its version before deciding anything by its state.
  const { id: lockedId } = await loadTicket(callers, { ticketId, version: versionSeen(callers, patch) }, 'ticket.read')
  const before = await readTicket(callers, { ticketId: lockedId })
  const { staff } = before
  const uow = withQueues(callers, [staff?.queue.id, patch.queueId])
  const at = { ticketId: before.id, version: staff?.version ?? 0 }
  // Each verb makes a new version, which the next verb needs.
  const run = async (verb: () => Promise<{ version: number | null }>) => {
    at.version = (await verb()).version ?? 0
  }
  const { title, priority, queueId, assigneeId, tags, status } = patch
  if (staff === null) rejectStaffFields(patch)
  if (status !== undefined && isBackToOpen(status, before.status)) await run(() => reopenTicket(uow, at))
  if (title !== undefined) await run(() => renameTicket(uow, { ...at, title }))
  if (priority !== undefined) await run(() => setPriority(uow, { ...at, priority }))
  if (queueId !== undefined) await run(() => moveTicket(uow, { ...at, queueId }))
  if (assigneeId !== undefined) await run(() => assignTicket(uow, { ...at, assigneeId }))
  for (const tag of added(staff?.tags ?? [], tags)) await run(() => tagTicket(uow, { ...at, tag }))
  for (const tag of removed(staff?.tags ?? [], tags)) await run(() => untagTicket(uow, { ...at, tag }))
  if (status !== undefined) await settleStatus(uow, at, status, { keepsAssignee: assigneeId !== undefined })
  // Linked tickets are read as the caller, without the queue that the ticket was moved to.
  return readTicket(uow, at, callers)
}

/** A customer sees no version. Comparing one that they send would reveal changes that only staff may see. */
const versionSeen = ({ actor }: UnitOfWork, { version }: Patch) => (isStaffActor(actor) ? version : undefined)

/**
 * A caller who moves a ticket out of their queues also makes the rest of the same change, and gets its result: the
 * assignee has to work in the new queue, and a closed ticket accepts no other verb, so that the move cannot be last.
 */
function withQueues(uow: UnitOfWork, queueIds: (string | undefined)[]): UnitOfWork {
  const { actor } = uow
  if (actor.kind !== 'user') return uow
  return uow.as({ ...actor, queueIds: [...actor.queueIds, ...queueIds.filter(it => it !== undefined)] })
}

function rejectStaffFields(patch: Patch): void {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined)
  const fields = given.map(([field]) => field).filter(field => field !== 'status' && field !== 'version')
  if (fields.length > 0) throw new DeskError('forbidden', { action: 'ticket.rename', fields })
}

const isBackToOpen = (wanted: TicketStatus, now: TicketStatus) =>
  wanted === 'open' && (now === 'resolved' || now === 'closed')

const added = (now: string[], wanted: string[] | undefined) => (wanted ?? []).filter(tag => !now.includes(tag))
const removed = (now: string[], wanted: string[] | undefined) =>
  wanted === undefined ? [] : now.filter(tag => !wanted.includes(tag))

/** Last, because a closed ticket accepts no other verb. */
async function settleStatus(
  uow: UnitOfWork,
  at: { ticketId: string; version: number },
  wanted: TicketStatus,
  options: { keepsAssignee: boolean },
): Promise<void> {
  const { status } = await loadTicket(uow, { ticketId: at.ticketId }, 'ticket.read')
  if (status === wanted) return
  if (wanted === 'open' && status === 'new') return void (await openTicket(uow, at))
  if (wanted === 'resolved') await resolveTicket(uow, at, options)
  else if (wanted === 'closed') await closeTicket(uow, at)
  else throw new DeskError('wrong_status', { noun: 'ticket', status, wanted, allowed: nextOf[status] })
}

/** A ticket is new until somebody works on it, and never again. */
const nextOf: Record<TicketStatus, TicketStatus[]> = {
  new: ['open', 'resolved', 'closed'],
  open: ['resolved', 'closed'],
  resolved: ['open', 'closed'],
  closed: ['open'],
}
