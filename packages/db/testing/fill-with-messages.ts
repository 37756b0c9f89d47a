import type pg from 'pg'

type Size = { tickets: number; messagesEach: number }
type Place = { customerId: string; agentId: string; queueId: string }

/** A desk full of tickets of one customer, written by SQL: tens of thousands of messages within seconds. */
export async function fillWithMessages(pool: Pick<pg.Pool, 'query'>, place: Place, { tickets, messagesEach }: Size) {
  const { customerId, agentId, queueId } = place
  await pool.query(
    `insert into tickets (id, title, channel, queue_id, customer_id, created_at, updated_at, waiting_since)
    select gen_random_uuid(), 'Filled ' || n, 'web', $1, $2, at, at, at
    from generate_series(1, $3::int) n, lateral (select now() - n * interval '1 minute' as at) t`,
    [queueId, customerId, tickets],
  )
  await pool.query(
    `insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
    select gen_random_uuid(), t.id, 'public', 'web', case when m % 2 = 0 then $1::uuid else $2::uuid end, m % 2 = 0,
      'message ' || m || ' of a filled ticket about word' || t.number % 100 || repeat(' and so on at length', 20), t.created_at
    from tickets t, generate_series(1, $3::int) m where t.title like 'Filled %'`,
    [agentId, customerId, messagesEach],
  )
  await pool.query('analyze tickets, messages')
}
