import type { Stage } from './stage.ts'

/** I6: counts and search of the desk agree with the tables. */
export async function checkCounts({ world, customers, random, report }: Stage, sampleSize: number): Promise<void> {
  const client = world.client()
  const counts = await client.views.counts.query()
  const [real] = await world.postgres.ask<{ open: number; unassigned: number }>(`
    select count(*)::int as open, (count(*) filter (where assignee_id is null))::int as unassigned
    from tickets where status in ('new', 'open')`)
  const capped = (count = 0) => Math.min(count, 1_000)
  if (counts.open !== capped(real?.open))
    report.failure('I6', `open: ${counts.open} shown, ${real?.open} in the tables`)
  if (counts.unassigned !== capped(real?.unassigned)) {
    report.failure('I6', `unassigned: ${counts.unassigned} shown, ${real?.unassigned} in the tables`)
  }
  const queues = await world.postgres.ask<{ id: string; count: number }>(`
    select queue_id as id, count(*)::int as count from tickets where status in ('new', 'open') group by 1`)
  for (const { id, name, count } of counts.queues) {
    const there = queues.find(it => it.id === id)?.count ?? 0
    if (count !== capped(there)) report.failure('I6', `queue ${name}: ${count} shown, ${there} in the tables`)
  }
  for (const token of random.shuffle([...customers.letters.keys()]).slice(0, sampleSize)) {
    const { items } = await client.tickets.list.query({ q: `"${token}"`, sort: 'newest', limit: 20 })
    const there = await world.postgres.ask<{ id: string }>(
      `select distinct ticket_id as id from messages where text like '%' || $1 || '%'
       union select id from tickets where title like '%' || $1 || '%'`,
      [token],
    )
    report.count('searches compared with the tables')
    const found = new Set(items.map(it => it.id))
    const isSame = found.size === there.length && there.every(it => found.has(it.id))
    if (!isSame) report.failure('I6', `the search for ${token} finds ${found.size} of ${there.length} tickets`)
  }
}

/** I7: at rest there is no lease, lock or open transaction. */
export async function checkLocks({ world, report }: Stage): Promise<void> {
  const held = await world.postgres.ask<{ what: string }>(`
    select 'the lease of mail ' || rfc_message_id as what from outbound_mails where leased_until is not null
    union all select 'the lock on job ' || id from graphile_worker._private_jobs where locked_at is not null
    union all select 'the lock on job queue ' || queue_name from graphile_worker._private_job_queues where locked_at is not null
    union all select 'an open transaction of ' || application_name from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start < now() - interval '30 seconds'`)
  for (const { what } of held) report.failure('I7', `${what} is still held`)
  const failed = await world.postgres
    .ask<{ what: string }>(
      `select task_identifier || ' ' || coalesce(last_error, '') as what from graphile_worker.jobs
     join graphile_worker._private_jobs using (id) where jobs.attempts >= jobs.max_attempts`,
    )
    .catch(() => [])
  for (const { what } of failed) report.failure('I7', `a job has used up its attempts: ${what.slice(0, 300)}`)
}
