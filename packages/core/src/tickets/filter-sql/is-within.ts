import { momentOf, type TimeRange } from '@gotrs/contract/filter/time-range'
import type { tickets } from '@gotrs/db/tables/tickets'
import { and, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../kernel/unit-of-work.ts'

type TimeColumn = (typeof tickets)['createdAt' | 'updatedAt' | 'resolvedAt' | 'closedAt' | 'waitingSince']

export const isWithin = (reader: Reader, column: TimeColumn, { from, to }: TimeRange): SQL =>
  and(
    from ? gte(column, momentOf(from, reader.now)) : undefined,
    to ? lt(column, momentOf(to, reader.now)) : undefined,
  ) ?? sql`true`
