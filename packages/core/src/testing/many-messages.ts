import type { Db } from '@gotrs/db/client'
import { sql } from 'drizzle-orm'

type Size = { tickets: number; messagesEach: number }
type Place = { db: Db; lena: { id: string }; ana: { id: string }; supportId: string }

/** A desk full of tickets of other people, written by SQL: tens of thousands of messages within seconds. */
export async function fillWithMessages({ db, lena, ana, supportId }: Place, { tickets, messagesEach }: Size) {
  await db.execute(sql`
    insert into tickets (id, title, channel, queue_id, customer_id, created_at, updated_at, waiting_since)
    select gen_random_uuid(), 'Filled ' || n, 'web', ${supportId}, ${lena.id}, at, at, at
    from generate_series(1, ${tickets}::int) n, lateral (select now() - n * interval '1 minute' as at) t`)
  await db.execute(sql`
    insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
    select gen_random_uuid(), t.id, 'public', 'web', case when m % 2 = 0 then ${ana.id}::uuid else ${lena.id}::uuid end,
      m % 2 = 0, 'message ' || m || ' of a filled ticket about word' || t.number % 100 || repeat(' and so on at length', 20), t.created_at
    from tickets t, generate_series(1, ${messagesEach}::int) m where t.title like 'Filled %'`)
  await db.execute(sql`analyze tickets, messages`)
}
