import type pg from 'pg'

type Database = { pool: pg.Pool }

/** A runner takes its first jobs a moment before it can say that it is alive. */
const graceMs = 2_000

/**
 * The names under which runners hold jobs. The library keeps the jobs of a process that was killed locked for four hours,
 * and cannot say which of its runners live. We put no job into a named queue, so jobs are all that is locked.
 * Upstream would have to renew the locks of jobs while their runner lives, and free them soon after.
 */
export async function jobHolders({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ holder: string }>(
    `select distinct job.locked_by as holder from graphile_worker.jobs job
     where job.locked_by is not null and job.locked_at < now() - $1 * interval '1 millisecond'`,
    [graceMs],
  )
  return rows.map(row => row.holder)
}

/** Others may take the jobs of these runners. */
export async function unlockJobs({ pool }: Database, holders: string[]): Promise<void> {
  if (holders.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [holders])
}
