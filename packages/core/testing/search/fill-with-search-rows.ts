import type pg from 'pg'

type Size = { tickets: number; rowsEach: number }
type Place = { customerId: string; queueId: string }

/**
 * Tickets of one customer with search rows, written by SQL: tens of thousands within seconds. Every row has "message", one
 * of three "third", one of a hundred a certain `wordN`, one of two thousand a certain `rareN`; the first 2,000 "ancient", the next 7,000 "crowd".
 */
export async function fillWithSearchRows(pool: Pick<pg.Pool, 'query'>, place: Place, { tickets, rowsEach }: Size) {
  await pool.query(
    `insert into tickets (id, title, channel, queue_id, customer_id, created_at, updated_at, waiting_since)
    select gen_random_uuid(), 'Filled ' || n, 'web', $1, $2, at, at, at
    from generate_series(1, $3::int) n, lateral (select now() - ($3 - n) * interval '1 minute' as at) t`,
    [place.queueId, place.customerId, tickets],
  )
  await pool.query(
    `insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
    select gen_random_uuid(), t.id, 'public', 'web', $1, false, 'filled', t.created_at
    from tickets t, generate_series(1, $2::int) m where t.title like 'Filled %' order by t.number, m`,
    [place.customerId, rowsEach],
  )
  await pool.query(`insert into search_rows (n, ticket_id, part, is_public, message_id, vector, at)
    select n, ticket_id, 'message', true, id, (
      'message:1 ' || case when n % 3 = 0 then 'third:2 ' else '' end || 'word' || n % 100 || ':3 rare' || n % 2000 || ':4 '
        || case when n = 13000 then 'single:5 ' else '' end || case when n <= 2000 then 'ancient:6 ' else '' end
        || case when n between 2000 and 9000 then 'crowd:7 ' else '' end)::tsvector
        || array_to_tsvector(array['§a' || (n >> 12), '§b' || (n >> 16), '§c' || (n >> 20)]), created_at
    from (select nextval('search_rows_n_seq') as n, m.* from messages m where text = 'filled' order by m.ctid) numbered`)
  await pool.query('analyze tickets, messages, search_rows')
}
