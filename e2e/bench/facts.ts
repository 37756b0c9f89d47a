import type { Data } from './data.ts'
import type { People } from './people.ts'

/** What the requests are about, looked up before anything is measured. */
export type Facts = {
  /** Tickets that the agent may read, from all of the time of the desk. */
  readable: { id: string; number: number }[]
  /** Open ones of the agent's queues, to write in. */
  writable: { id: string; number: number }[]
  /** Of the customer with few tickets. */
  ofCustomer: { id: string; number: number }[]
  customerEmail: string
  customerName: string
  /** A ticket of the agent's queues, which everybody with an open stream may see. */
  ofEverybody: number
  mailboxes: string[]
  tag: string
  queue: string
  /** Words of the data set by how often they occur; the last three are out of one message. */
  words: { common: string; usual: string; rare: string; phrase: string; code: string }
}

const many = 400

export async function gatherFacts({ pool, tickets }: Data, { agent, rare }: People): Promise<Facts> {
  const ask = async <T>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as T[]
  type Ticket = { id: string; number: number }
  const isTheirs = `queue_id in (select queue_id from queue_members where user_id = $1)`
  // Numbers at equal distances: the whole time of the desk, without sorting a million rows.
  const numbers = Array.from({ length: many * 5 }, (_, at) => 1_001 + Math.floor((at * tickets) / (many * 5)))
  const readable = await ask<Ticket>(
    `select id, number from tickets where number = any($2) and ${isTheirs} limit ${many}`,
    [agent.id, numbers],
  )
  const writable = await ask<Ticket>(
    `select id, number from tickets where status in ('new', 'open') and ${isTheirs} order by number desc limit ${many}`,
    [agent.id],
  )
  const ofCustomer = await ask<Ticket>('select id, number from tickets where customer_id = $1 limit 20', [rare.id])
  const [person] = await ask<{ name: string; email: string }>('select name, email::text from users where id = $1', [
    rare.id,
  ])
  const mailboxes = await ask<{ address: string }>('select address::text from mailboxes order by created_at')
  const [first] = await ask<Ticket>(`select id, number from tickets where ${isTheirs} and status = 'open' limit 1`, [
    agent.id,
  ])
  const [message] = await ask<{ text: string }>(
    `select text from messages where ticket_id = any($1) and text ~ 'NW-\\d{5}' and kind = 'public' limit 1`,
    [readable.map(it => it.id)],
  )
  return {
    ...{ readable, writable, ofCustomer, customerEmail: person?.email ?? '', customerName: person?.name ?? '' },
    ...{
      mailboxes: mailboxes.map(it => it.address),
      ofEverybody: first?.number ?? 1_001,
      tag: 'refund',
      queue: 'Billing',
    },
    words: wordsOf(message?.text ?? 'The printer of Corarenton is broken. NW-10000'),
  }
}

function wordsOf(text: string): Facts['words'] {
  const words = text.split(/[^\p{L}\p{N}-]+/u).filter(it => it.length > 1)
  const longest =
    words.filter(it => /^\p{L}+$/u.test(it)).sort((one, other) => other.length - one.length)[0] ?? 'corarenton'
  return {
    ...{ common: 'invoice', usual: 'printer', rare: longest, phrase: words.slice(0, 3).join(' ') },
    code: /NW-\d{5}/.exec(text)?.[0] ?? 'NW-10000',
  }
}
