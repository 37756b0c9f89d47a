/** By path: the statement and what it takes of the request, after the hash of the session. It returns one text. */
type Statement = { sql: string; values(input: Record<string, unknown>): unknown[] }

const me = `me as materialized (select u.id, u.role, array(select queue_id from queue_members m where m.user_id = u.id) as queues,
  array(select id from queues where id not in (select queue_id from queue_members m where m.user_id = u.id)) as others
  from sessions s join users u on u.id = s.user_id where s.id_hash = $1 and s.expires_at > now() and u.is_active)`

const isMine = `(t.queue_id = any((select queues from me)::uuid[]) or t.assignee_id = (select id from me))`

const shown = (which: string) => `select json_build_object('items', coalesce(json_agg(json_build_object(
    'id', t.id, 'number', t.number, 'title', t.title, 'status', t.status, 'priority', t.priority,
    'customer', json_build_object('id', c.id, 'name', c.name, 'email', c.email), 'createdAt', t.created_at, 'updatedAt', t.updated_at,
    'lastMessage', json_build_object('preview', t.last_message_preview, 'authorName', l.name, 'authorRole', l.role, 'at', t.last_message_at),
    'staff', json_build_object('version', t.version, 'waitingSince', t.waiting_since, 'snoozedUntil', t.snoozed_until,
      'assignee', json_build_object('id', a.id, 'name', a.name), 'queue', json_build_object('id', q.id, 'name', q.name),
      'organisation', json_build_object('id', o.id, 'name', o.name), 'heldCount', t.held_count, 'isHeld', t.is_held,
      'isUnread', coalesce(r.read_at < t.last_customer_message_at, true), 'spamReason', t.spam_reason,
      'tags', array(select name from ticket_tags x join tags on tags.id = x.tag_id where x.ticket_id = t.id)))), '[]'))::text
  from (${which}) t join users c on c.id = t.customer_id join queues q on q.id = t.queue_id
  left join users a on a.id = t.assignee_id left join users l on l.id = t.last_message_author_id
  left join organisations o on o.id = t.organisation_id
  left join ticket_reads r on r.ticket_id = t.id and r.user_id = (select id from me)`

const isOpen = `t.status in ('new', 'open')`
const isAwake = 't.snoozed_until is null'
const everyStatus = `array['new', 'open', 'resolved', 'closed']::ticket_status[]`
const waiting = `coalesce(t.waiting_since, 'infinity'::timestamptz), t.id`

/** Few enough to be sorted. */
const list = (where: string, scope = isMine, order = waiting): Statement => ({
  sql: `with ${me} ${shown(`select t.* from tickets t where ${scope} and ${where} order by ${order} limit 51`)}`,
  values: () => [],
})

/** Tickets of the agent outside of their queues: few, and found by the index before they are sorted. */
const taken = (where: string, order: string) =>
  `union all (select t.* from (select t.* from tickets t where t.assignee_id = (select id from me)
    and t.status = any(${everyStatus}) and t.queue_id = any((select others from me)::uuid[]) offset 0) t
    where ${where} order by ${order} limit 51)`

type Walk = { keys: string; of: string; and?: string; order?: string; besides?: typeof taken }

/** The first of each key by the index that has the order, and of those the first: whatever there is, 51 of each are read. */
const walk = ({ keys, of, and = 'true', order = waiting, besides = taken }: Walk): Statement => ({
  sql: `with ${me} ${shown(`select t.* from (
      (select f.* from ${keys} cross join lateral (select t.* from tickets t where ${of} and ${and} order by ${order} limit 51) f)
      ${besides(and, order)}) t order by ${order} limit 51`)}`,
  values: () => [],
})
const queues = 'unnest((select queues from me)::uuid[]) q (id)'
const ofQueue = 't.queue_id = q.id'
const each = (statuses: string, from = queues) => ({
  keys: `${from} cross join unnest(${statuses}) s (status)`,
  of: `${ofQueue} and t.status = s.status`,
})
const every = each(everyStatus)
const open = { keys: queues, of: ofQueue, and: `${isOpen} and ${isAwake}` }

/** As a value, so that Postgres looks at each ticket of the walk and not at all tickets of the tag first. */
const hasTag = `coalesce((select true from ticket_tags x where x.ticket_id = t.id
  and x.tag_id = (select id from tags where name = $2::citext)), false)`

const taking = (statement: Statement): Statement => ({ ...statement, values: ({ value }) => [value] })

const ticket = `with ${me}, t as (select * from tickets t where t.number = $2::int and ${isMine})
  select json_build_object('ticket', (select row_to_json(t) from t), 'customer', (select json_build_object('name', name, 'email', email) from users where id = (select customer_id from t)),
    'messages', (select json_agg(row_to_json(m)) from (select m.*, u.name, u.email, u.role,
      array(select row_to_json(f) from attachments f where f.message_id = m.id) as files,
      (select json_agg(r) from outbound_mails o join outbound_recipients r on r.mail_id = o.id where o.message_id = m.id) as delivery
      from messages m join users u on u.id = m.author_id where m.ticket_id = (select id from t) order by m.created_at desc, m.id desc limit 51) m),
    'events', (select json_agg(row_to_json(e)) from (select e.*, u.name from events e left join users u on u.id = e.actor_id
      where e.ticket_id = (select id from t) order by e.created_at desc, e.id desc limit 200) e))::text`

const said = (
  kind: 'public' | 'note',
) => `with ${me}, t as (update tickets t set version = version + 1, updated_at = now(), last_message_at = now(),
    last_message_preview = left($3, 160), last_message_author_id = (select id from me), waiting_since = null, status = 'open'
    where t.number = $2::int and ${isMine} returning t.*),
  m as (insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
    select gen_random_uuid(), t.id, '${kind}', 'web', me.id, true, $3, now() from t, me returning id),
  e as (insert into events (id, type, audience, ticket_id, ticket_version, actor_kind, actor_id, payload, created_at)
    select gen_random_uuid(), '${kind === 'note' ? 'note.added' : 'message.sent'}', 'staff', t.id, t.version, 'user', me.id, json_build_object('messageId', m.id), now() from t, me, m)
  select json_build_object('messageId', m.id, 'ticketId', t.id, 'version', t.version)::text from t, m`

const create = `with ${me}, t as (insert into tickets (id, title, channel, queue_id, customer_id, created_at, updated_at, waiting_since, last_customer_message_at, last_message_at, last_message_preview, last_message_author_id)
    select gen_random_uuid(), $2, 'phone', me.queues[1], c.id, now(), now(), now(), now(), now(), left($3, 160), c.id from me, users c where c.email = $4 returning *),
  m as (insert into messages (id, ticket_id, kind, channel, author_id, is_from_staff, text, created_at)
    select gen_random_uuid(), t.id, 'public', 'phone', t.customer_id, false, $3, now() from t returning id),
  e as (insert into events (id, type, audience, ticket_id, ticket_version, actor_kind, actor_id, payload, created_at)
    select gen_random_uuid(), type, 'customer', t.id, 1, 'user', me.id, json_build_object('messageId', m.id), now() from t, me, m, unnest(array['ticket.created', 'message.received']) type)
  select json_build_object('messageId', m.id, 'ticketId', t.id, 'ticketNumber', t.number)::text from t, m`

/** At most as many as the sidebar shows. */
const countOf = (where: string) => `(select count(*) from (select from tickets t where ${where} limit 1000) c)`
const countIn = (where: string) =>
  `(select count(*) from (select from ${queues} cross join lateral (select from tickets t where ${ofQueue} and ${where} limit 1000) f limit 1000) c)`

const isShown = `${isOpen} and ${isAwake}`

/** The figures of the sidebar with the views of the data set, each by the index that serves it. */
const counts = `with ${me} select json_build_object(
  'mine', ${countOf(`${isOpen} and ${isAwake} and t.assignee_id = (select id from me)`)},
  'unassigned', ${countIn(`${isOpen} and ${isAwake} and t.assignee_id is null`)}, 'open', ${countIn(`${isOpen} and ${isAwake}`)},
  'held', ${countOf(`t.held_count > 0 and ${isMine}`)}, 'snoozed', ${countOf(`t.snoozed_until is not null and ${isMine}`)},
  'views', json_build_array(${countIn(`${isShown} and t.priority in ('high', 'urgent')`)},
    ${countIn(`${isShown} and t.waiting_since < now() - interval '1 day'`)},
    ${countIn(`${isShown} and exists (select from ticket_tags x where x.ticket_id = t.id and x.tag_id = (select id from tags where name = 'refund'))`)}),
  'queues', (select json_agg(json_build_object('id', q.id, 'name', q.name, 'count', ${countOf(`${isOpen} and ${isAwake} and t.queue_id = q.id`)}))
    from queues q where q.id = any((select queues from me)::uuid[])))::text`

const isCustomers = `t.customer_id = (select id from me)`

export const statements: Record<string, Statement> = {
  '/list/waiting': walk(open),
  '/list/newest': walk({ ...every, order: 't.created_at desc, t.id desc' }),
  '/list/oldest': walk({ ...every, order: 't.created_at, t.id' }),
  '/list/updated': walk({ ...every, order: 't.updated_at desc, t.id desc' }),
  '/list/priority': walk({ ...every, order: 't.priority desc, t.id desc' }),
  '/views/mine': list(`${isOpen} and ${isAwake} and t.assignee_id = (select id from me)`),
  '/views/unassigned': walk({ ...open, and: `${open.and} and t.assignee_id is null` }),
  '/views/snoozed': list('t.snoozed_until is not null'),
  '/views/held': list('t.held_count > 0'),
  '/filters/queue': taking(
    walk({ ...each(everyStatus, '(select id from queues where name = $2::citext) q'), besides: () => '' }),
  ),
  '/filters/tag': taking(walk({ ...every, and: hasTag })),
  '/filters/from': taking(list('t.customer_id in (select id from users where email = $2::citext)')),
  '/filters/number': taking(list('t.number = $2::int')),
  '/filters/status': taking(walk({ ...each('array[$2::ticket_status]'), and: 't.status = $2::ticket_status' })),
  '/filters/created': taking(list('t.created_at > now() - $2::interval')),
  '/portal/list': list('true', isCustomers, 't.updated_at desc, t.id desc'),
  '/ticket': { sql: ticket, values: ({ number }) => [number] },
  '/portal/ticket': { sql: ticket.replace(isMine, isCustomers), values: ({ number }) => [number] },
  '/reply': { sql: said('public'), values: ({ number, text }) => [number, text] },
  '/note': { sql: said('note'), values: ({ number, text }) => [number, text] },
  '/create': { sql: create, values: ({ title, text, email }) => [title, text, email] },
  '/counts': { sql: counts, values: () => [] },
}
