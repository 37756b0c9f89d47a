import { countCap } from '@gotrs/contract/count-cap'
import type { StateName } from '@gotrs/contract/filter/states'
import type { TicketCounts } from '@gotrs/contract/tickets'
import { sql } from 'drizzle-orm'
import { rememberedQuery, runStatement } from '../kernel/prepared.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { scopeKey } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { nothingToFind } from './filter-sql/look-up.ts'
import { countUpTo } from './page-of-ids.ts'
import { partsOf } from './parts.ts'

/** Counts the tickets that the reader may read, in one statement. */
export async function countTickets(reader: Reader): Promise<TicketCounts> {
  const actor = requirePerson(reader, 'ticket.read')
  const count = (state: StateName) => countUpTo(countCap, partsOf(reader, { field: 'is', state }, nothingToFind, null))
  const query = rememberedQuery(['ticket counts', ...scopeKey(actor)], () => {
    return sql`select ${count('open')}::int as open, ${count('done')}::int as done`
  })
  const [counted] = await runStatement<TicketCounts>(reader.db, query)
  return counted ?? { open: 0, done: 0 }
}
