import type { World } from './world.ts'

/**
 * So many tickets as a desk has them, in both queues: of 20 one is new, two are open, one is resolved. Half of the open
 * ones are somebody else's, the others nobody's. 20 each are Ben's, snoozed and held, however many there are.
 */
export async function fillDesk(world: World, tickets: number): Promise<void> {
  const { supportId, billingId, ben, omar, lena } = world
  const other = '00000000-0000-7000-8000-00000000000a'
  await world.asOwner(`
    insert into users (id, name, email, role, created_at)
      values ('${other}', 'Cy Agent', 'cy@gotrs.example', 'agent', now()) on conflict do nothing;
    insert into tickets (id, title, channel, queue_id, customer_id, status, priority, assignee_id, created_at, updated_at,
      waiting_since, resolved_at, closed_at)
    select gen_random_uuid(), 'Filled ' || n, 'web',
      case when n / 20 % 10 < 3 then '${billingId}' else '${supportId}' end::uuid,
      case when n % 500 = 0 then '${lena.id}' else '${omar.id}' end::uuid, status,
      (array['low', 'normal', 'high', 'urgent'])[1 + n / 7 % 4]::ticket_priority,
      case when status <> 'new' and n / 200 % 2 = 0 then '${other}'::uuid end, at, at + interval '1 hour',
      case when status = 'new' then at end, case when status in ('resolved', 'closed') then at end,
      case when status = 'closed' then at end
    from (select n, now() - n * interval '1 minute' as at,
        (case n % 20 when 0 then 'new' when 1 then 'open' when 2 then 'open' when 3 then 'resolved' else 'closed' end)::ticket_status as status
      from generate_series((select 1 + count(*) from tickets), ${tickets}) n) made`)
  const first20 = (of: string) => `(select id from tickets where ${of} order by number limit 20)`
  await world.asOwner(`
    update tickets set assignee_id = '${ben.id}' where id in ${first20("status = 'open'")};
    update tickets set held_count = 1, last_held_at = now() where id in ${first20("status = 'new'")};
    update tickets set snoozed_until = now() + interval '1 day' where id in ${first20(`status = 'open' and assignee_id = '${other}'`)}`)
  // The visibility map, which index-only scans need, and what the planner knows.
  await world.asOwner('vacuum (analyze) tickets')
}
