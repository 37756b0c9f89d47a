import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { processJob } from './process-job.ts'

/** The process that received a mail files it within this time, unless it is killed, hangs or has too much to do. */
const patienceMs = 4_000
const batchSize = 100

/**
 * Gives a job to mails that nobody has filed: their process ended or failed, or their job ended without the database.
 * `mine`: those that this process is about to file, by id.
 */
export async function resumeMails(kernel: Kernel, mine: readonly string[] = []): Promise<void> {
  const hasNoJob = sql`not exists (
    select 1 from graphile_worker.jobs job
    where job.key = 'inbound:' || ${inboundMails.id} and job.attempts < job.max_attempts)`
  const isLate = lt(inboundMails.receivedAt, new Date(kernel.now().getTime() - patienceMs))
  const rows = await kernel.db
    .select({ id: inboundMails.id })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.state, 'received'),
        isLate,
        sql`${inboundMails.id} <> all(${sql.param(mine)}::uuid[])`,
        hasNoJob,
      ),
    )
    .orderBy(asc(inboundMails.receivedAt))
    .limit(batchSize)
  if (rows.length === 0) return
  await kernel.run(systemActor('mail'), async uow => {
    for (const { id } of rows) uow.enqueue(processJob(id))
  })
}
