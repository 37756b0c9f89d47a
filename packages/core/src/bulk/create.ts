import { type CreateBulkInput, maxBulk } from '@gotrs/contract/bulk'
import { DeskError } from '@gotrs/contract/errors'
import { undoWindowMs } from '@gotrs/contract/undo'
import { bulkActs, bulkItems } from '@gotrs/db/tables/bulk-acts'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { requireGrant, requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { listTicketIds } from '../tickets/list.ts'
import { readOwn } from './read.ts'
import { bulkVerbs } from './verbs.ts'

export const runBulkTaskName = 'run_bulk_act'

/** The tickets of a bulk act, fixed before it begins. @throws DeskError `invalid_filter`, `invalid_input` */
export async function ticketsOf(reader: Reader, { q, ids }: CreateBulkInput): Promise<string[]> {
  requireGrant(reader, 'bulk.use')
  if (ids) return readable(reader, [...new Set(ids)])
  const found = await listTicketIds(reader, q ?? '', maxBulk + 1)
  if (found.length <= maxBulk) return found
  const message = `finds more than ${maxBulk} tickets: narrow it`
  throw new DeskError('invalid_input', { issues: [{ path: 'q', message }] })
}

async function readable(reader: Reader, ids: string[]): Promise<string[]> {
  const seen = await reader.db.$count(tickets, and(inArray(tickets.id, ids), ticketScope(reader.actor, 'ticket.read')))
  if (seen < ids.length) throw new DeskError('not_found', { noun: 'ticket' })
  return ids
}

type Created = { bulkId: string }

/** One verb for many tickets. A job does it: each ticket by itself, so that one refusal does not stop the others. */
export async function createBulkAct(uow: UnitOfWork, input: CreateBulkInput, ticketIds: string[]): Promise<Created> {
  requireGrant(uow, 'bulk.use')
  requireGrant(uow, bulkVerbs[input.action.name].permission)
  return begin(uow, { filter: input.q ?? null, action: input.action, undoesId: null }, ticketIds)
}

/** Takes back what a finished bulk act changed. It is a bulk act itself. @throws DeskError `not_found`, `cannot_undo` */
export async function undoBulkAct(uow: UnitOfWork, { bulkId }: Created): Promise<Created> {
  requireGrant(uow, 'ticket.undo')
  const act = await readOwn(uow, bulkId, { isLocked: true })
  const refuse = (reason: string) => new DeskError('cannot_undo', { reason })
  if (act.finishedAt === null) throw refuse('unfinished')
  if (uow.now.getTime() - act.createdAt.getTime() >= undoWindowMs) throw refuse('expired')
  const [earlier] = await uow.db.select().from(bulkActs).where(eq(bulkActs.undoesId, bulkId))
  if (earlier) throw refuse('changed')
  const changed = await uow.db
    .select({ ticketId: bulkItems.ticketId })
    .from(bulkItems)
    .where(and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.outcome, 'changed')))
  const ticketIds = changed.map(({ ticketId }) => ticketId)
  return begin(uow, { filter: null, action: { name: 'undo' }, undoesId: bulkId }, ticketIds)
}

/** What is not done yet is not done; what is done stays. */
export async function stopBulkAct(uow: UnitOfWork, { bulkId }: Created): Promise<Created> {
  const act = await readOwn(uow, bulkId, { isLocked: true })
  if (act.finishedAt !== null) return { bulkId }
  await uow.db.update(bulkActs).set({ state: 'stopped', finishedAt: uow.now }).where(eq(bulkActs.id, bulkId))
  uow.emit('bulk.stopped', { bulkId })
  return { bulkId }
}

type What = Pick<typeof bulkActs.$inferInsert, 'filter' | 'action' | 'undoesId'>

async function begin(uow: UnitOfWork, what: What, ticketIds: string[]): Promise<Created> {
  const { id: creatorId, via = null, scopes } = requirePerson(uow, 'bulk.use')
  const bulkId = uow.newId()
  const isDone = ticketIds.length === 0
  await uow.db.insert(bulkActs).values({
    ...{ id: bulkId, creatorId, via, scopes: scopes ? [...scopes] : null, ...what },
    ...{ total: ticketIds.length, createdAt: uow.now },
    ...(isDone && { state: 'done' as const, finishedAt: uow.now }),
  })
  await uow.db.execute(
    sql`insert into ${bulkItems} (bulk_id, ticket_id) select ${bulkId}, unnest(${sql.param(ticketIds)}::uuid[])`,
  )
  uow.emit('bulk.created', { bulkId, total: ticketIds.length })
  if (!isDone) uow.enqueue({ task: runBulkTaskName, payload: { bulkId }, key: `bulk:${bulkId}` })
  return { bulkId }
}
