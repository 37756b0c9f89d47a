import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { type Order, orders, type TicketOrder } from './orders.ts'
import type { Part } from './parts.ts'

type Page = { sort: TicketOrder; after: SQL | undefined; limit: number }

/** The ids of one page: of each part as many as the page can show, and of those the first. */
export function pageOfIds(parts: readonly Part[], { sort, after = sql`true`, limit }: Page): SQL {
  if (parts.length === 0) return sql`select null::uuid as id where false`
  const order = orders[sort]
  const ends = sql`${inOrder(order)} limit ${sql.raw(String(limit))}`
  const found = parts.map(part => sql`(${ofPart(part, { order, after, ends })})`)
  return sql`select id from (${sql.join(found, sql` union all `)}) page
    order by by ${order.direction}, id ${order.direction} limit ${sql.raw(String(limit))}`
}

const inOrder = ({ by, direction }: Order) => sql`order by ${by} ${direction}, ${tickets.id} ${direction}`

type Cut = { order: Order; after: SQL; ends: SQL }

function ofPart(part: Part, { order, after, ends }: Cut): SQL {
  const row = sql`select ${tickets.id}, ${order.by} as by`
  if ('first' in part) return sql`${row} from ${fenced(part.first)} where ${part.where} and ${after} ${ends}`
  const walk = sql`${row} from ${tickets} where ${part.where} and ${after} ${ends}`
  return part.keys ? sql`select found.* from ${part.keys} cross join lateral (${walk}) found` : walk
}

/** `offset 0` keeps Postgres from walking the order of the list in the hope to come across these soon. */
const fenced = (first: SQL) => sql`(select * from ${tickets} where ${first} offset 0) as ${tickets}`

/** How many tickets there are, at most `most`. */
export function countUpTo(most: number, parts: readonly Part[]): SQL {
  const cap = sql.raw(String(most))
  if (parts.length === 0) return sql`0`
  const found = parts.map(part => sql`(${countedPart(part, cap)})`)
  return sql`(select count(*) from (select 1 from (${sql.join(found, sql` union all `)}) found limit ${cap}) counted)`
}

function countedPart(part: Part, cap: SQL): SQL {
  if ('first' in part) return sql`select 1 from ${fenced(part.first)} where ${part.where} limit ${cap}`
  const walk = sql`select 1 from ${tickets} where ${part.where} limit ${cap}`
  return part.keys ? sql`select 1 from ${part.keys} cross join lateral (${walk}) found` : walk
}
