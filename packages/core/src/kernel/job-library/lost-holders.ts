import type pg from 'pg'

type Database = { pool: pg.Pool }

/** A runner locks its first jobs shortly before it can report that it is alive. */
const graceMs = 2_000

/**
 * The names of the runners that have locked jobs. The library keeps the jobs of a killed process locked for four hours, and
 * cannot say which runners are alive. The desk uses no named queues, so only jobs are locked.
 * Upstream would have to renew the lock of a job while its runner is alive, and release it soon after.
 */
export async function jobHolders({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ holder: string }>(
    `select distinct job.locked_by as holder from graphile_worker.jobs job
     where job.locked_by is not null and job.locked_at < now() - $1 * interval '1 millisecond'`,
    [graceMs],
  )
  return rows.map(row => row.holder)
}

/** Unlocks the jobs of these runners for others. */
export async function unlockJobs({ pool }: Database, holders: string[]): Promise<void> {
  if (holders.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [holders])
}
