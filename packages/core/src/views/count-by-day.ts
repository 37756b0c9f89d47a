import type { countByDayInput, DayCounts } from '@gotrs/contract/views'
import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import { namedQuery, runStatement } from '../kernel/prepared.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const dayMs = 24 * 60 * 60 * 1000

type Counted = { isCreated: boolean; day: string; count: number }

/** One statement, which reads an entry of an index for each ticket of these days. */
export async function countByDay(reader: Reader, { days }: z.output<typeof countByDayInput>): Promise<DayCounts> {
  requirePerson(reader, 'view.use')
  const shown = lastDays(reader.now, days)
  const statement = sql`${countOf(reader, tickets.createdAt, shown[0])} union all ${countOf(reader, tickets.resolvedAt, shown[0])}`
  const counted = await runStatement<Counted>(reader.db, namedQuery(statement))
  const count = (day: string, isCreated: boolean) =>
    counted.find(row => row.day === day && row.isCreated === isCreated)?.count ?? 0
  return { days: shown.map(day => ({ day, created: count(day, true), resolved: count(day, false) })) }
}

/** `2026-11-30`, oldest first; the last one is the day of `now`. */
const lastDays = (now: Date, days: number) =>
  Array.from({ length: days }, (_, at) => new Date(now.getTime() - (days - 1 - at) * dayMs).toISOString().slice(0, 10))

function countOf(reader: Reader, time: AnyPgColumn, first: string | undefined): SQL {
  const day = sql`(${time} at time zone 'UTC')::date`
  return sql`select ${sql.raw(String(time === tickets.createdAt))} as "isCreated", ${day}::text as day, count(*)::int as count from ${tickets}
    where ${time} >= ${`${first}T00:00:00Z`}::timestamptz and ${ticketScope(reader.actor, 'ticket.read')} group by 2`
}
