import { createHash, randomBytes } from 'node:crypto'
import type { Data } from './data.ts'

/** Who calls: the session is in the database already, as after a login. */
export type Caller = { id: string; email: string; cookie: string }

export type People = {
  /** In three of the ten queues. */
  agent: Caller
  /** As many as there are connections in a measurement of rates; they work in the same queues. */
  colleagues: Caller[]
  admin: Caller
  /** The customer with the most tickets, and one with few. */
  regular: Caller
  rare: Caller
}

const streamsPerPerson = 25

export async function openSessions({ pool }: Data): Promise<People> {
  const agent = await firstOf(pool, `email = 'ana@gotrs.example'`)
  const admin = await firstOf(pool, `email = 'admin@gotrs.example'`)
  const regular = await firstOf(
    pool,
    `role = 'customer' and id = (
    select customer_id from tickets group by 1 order by count(*) desc limit 1)`,
  )
  const rare = await firstOf(
    pool,
    `role = 'customer' and id = (
    select customer_id from tickets where number = (select max(number) from tickets))`,
  )
  const colleagues = await openAgents({ pool }, 'colleague', { count: 16, like: agent })
  return { agent, colleagues, admin, regular, rare }
}

/** Further customers, one session each. */
export async function openVisitors({ pool }: Data, count: number): Promise<Caller[]> {
  const { rows } = await pool.query(
    `select id, email::text from users where role = 'customer' and password_hash is not null order by id limit $1`,
    [count],
  )
  return sessionsFor(pool, rows)
}

/** Agents in the queues of another one, each with as many sessions as one person may have streams. */
export async function openListeners(data: Data, { agent }: People, streams: number): Promise<Caller[]> {
  const callers = await openAgents(data, 'listener', { count: Math.ceil(streams / streamsPerPerson), like: agent })
  return Array.from({ length: streams }, (_, at) => callers[at % callers.length] as Caller)
}

/** Made for the run, or left by an earlier one. */
export async function openAgents(
  { pool }: Pick<Data, 'pool'>,
  name: string,
  { count, like }: { count: number; like: Pick<Caller, 'id'> },
): Promise<Caller[]> {
  const addresses = Array.from({ length: count }, (_, at) => `${name}${at}@bench.example`)
  await pool.query(
    `insert into users (id, name, email, role, created_at) select gen_random_uuid(), initcap($2), address, 'agent', now()
     from unnest($1::text[]) address on conflict do nothing`,
    [addresses, name],
  )
  const { rows } = await pool.query(`select id, email::text from users where email = any($1::citext[])`, [addresses])
  await pool.query(
    `insert into queue_members (queue_id, user_id) select queue_id, id from queue_members m, unnest($2::uuid[]) id
     where m.user_id = $1 on conflict do nothing`,
    [like.id, rows.map(it => it.id)],
  )
  return sessionsFor(pool, rows)
}

async function firstOf(pool: Data['pool'], which: string): Promise<Caller> {
  const { rows } = await pool.query(`select id, email::text from users where ${which} limit 1`)
  const [caller] = await sessionsFor(pool, rows)
  if (!caller) throw new Error(`The data set has nobody with ${which}.`)
  return caller
}

type Person = { id: string; email: string }

/** Only the hash of a session is kept, and its id is 40 letters and digits. */
async function sessionsFor(pool: Data['pool'], people: Person[]): Promise<Caller[]> {
  const made = people.map(person => ({ ...person, session: randomBytes(20).toString('hex') }))
  await pool.query(
    `insert into sessions (id_hash, user_id, user_agent, created_at, expires_at)
     select hash, user_id, 'bench', now(), now() + interval '10 days' from unnest($1::text[], $2::uuid[]) s (hash, user_id)`,
    [made.map(it => createHash('sha256').update(it.session).digest('hex')), made.map(it => it.id)],
  )
  return made.map(({ id, email, session }) => ({ id, email, cookie: `gotrs=${session}` }))
}
