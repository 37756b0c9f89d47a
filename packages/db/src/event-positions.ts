import type pg from 'pg'

/**
 * Events are read in the order of their transactions' numbers, and a cluster counts those for itself: a database that was
 * restored into a younger cluster holds events from the future of that one. What happens next would then come before what
 * the programs have read already. So the function that makes a position of a number adds what is missing. Run with every
 * migration. What a desk writes meanwhile in its own cluster is below the next number, and changes nothing here.
 */
export async function continueEventPositions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ behind: string | null }>(
    `select max(position) - event_position(pg_snapshot_xmax(pg_current_snapshot())) + 1 as behind from events`,
  )
  const behind = Number(rows[0]?.behind ?? 0)
  if (behind <= 0) return
  const { rows: added } = await client.query<{ added: string }>(`select event_position('0') as added`)
  await client.query(`create or replace function event_position(xid8) returns bigint language sql immutable parallel safe
    return ${Number(added[0]?.added) + behind} + $1::text::bigint`)
}
