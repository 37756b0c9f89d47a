import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { ClockTask } from '../../kernel/clock.ts'
import { processJob } from './process-job.ts'

const patienceMs = 3 * 60_000
const batchSize = 100

/** Mails that still wait without a job: their job ended while the database or the disk was unavailable. */
export const resumeInboundMails: ClockTask = {
  name: 'resume_inbound_mails',
  cron: '* * * * *',
  async batch(uow) {
    const hasNoJob = sql`not exists (
      select 1 from graphile_worker.jobs job
      where job.key = 'inbound:' || ${inboundMails.id} and job.attempts < job.max_attempts)`
    const rows = await uow.db
      .select({ id: inboundMails.id })
      .from(inboundMails)
      .where(
        and(
          eq(inboundMails.state, 'received'),
          lt(inboundMails.receivedAt, new Date(uow.now.getTime() - patienceMs)),
          hasNoJob,
        ),
      )
      .orderBy(asc(inboundMails.receivedAt))
      .limit(batchSize)
    for (const { id } of rows) uow.enqueue(processJob(id))
    return rows.length
  },
}
