import { type BulkAct, refusalsShown } from '@gotrs/contract/bulk'
import { DeskError } from '@gotrs/contract/errors'
import { bulkActs, bulkItems } from '@gotrs/db/tables/bulk-acts'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, count, eq } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

export type BulkActRow = typeof bulkActs.$inferSelect

/** A bulk act of the actor's own. @throws DeskError `not_found` */
export async function readOwn(
  reader: Reader,
  bulkId: string,
  { isLocked = false }: { isLocked?: boolean } = {},
): Promise<BulkActRow> {
  const { id } = requirePerson(reader, 'bulk.use')
  const query = reader.db
    .select()
    .from(bulkActs)
    .where(and(eq(bulkActs.id, bulkId), eq(bulkActs.creatorId, id)))
  const [act] = await (isLocked ? query.for('update') : query)
  if (!act) throw new DeskError('not_found', { noun: 'bulk act' })
  return act
}

/** How far it is, and what it could not change. */
export async function readBulkAct(reader: Reader, { bulkId }: { bulkId: string }): Promise<BulkAct> {
  const act = await readOwn(reader, bulkId)
  const isRefused = and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.outcome, 'failed'))
  const [undo] = await reader.db.select({ id: bulkActs.id }).from(bulkActs).where(eq(bulkActs.undoesId, bulkId))
  const reasons = await reader.db
    .select({ code: bulkItems.errorCode, count: count() })
    .from(bulkItems)
    .where(isRefused)
    .groupBy(bulkItems.errorCode)
  const refused = await reader.db
    .select({ ticketId: bulkItems.ticketId, number: tickets.number, code: bulkItems.errorCode })
    .from(bulkItems)
    .leftJoin(tickets, and(eq(tickets.id, bulkItems.ticketId), ticketScope(reader.actor, 'ticket.read')))
    .where(isRefused)
    .orderBy(asc(bulkItems.ticketId))
    .limit(refusalsShown)
  const { id, action, state, total, done, failed, undoesId, createdAt, finishedAt } = act
  return {
    ...{ id, action: action as BulkAct['action'], state, total, done, failed },
    undoes: undoesId,
    undoneBy: undo?.id ?? null,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    reasons: reasons.map(it => ({ ...it, code: it.code ?? 'internal' })),
    refused: refused.map(it => ({ ...it, code: it.code ?? 'internal' })),
  }
}
