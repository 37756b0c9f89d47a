import { isUuid } from '@gotrs/contract/ids'
import { tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { eq, type SQL, sql } from 'drizzle-orm'
import { isOneOf } from './ids.ts'
import { idsOf, type Names } from './names.ts'

export const isInQueue = (name: string, names: Names): SQL =>
  isUuid(name) ? eq(tickets.queueId, name) : isOneOf(tickets.queueId, idsOf(names, { kind: 'queue', text: name }))

/** A scalar subquery: it runs for each ticket that is read, and never becomes a list of all tickets with the tag. */
export const isTagged = (tag: string, names: Names): SQL =>
  sql`(select true from ${ticketTags} where ${eq(ticketTags.ticketId, tickets.id)}
    and ${isOneOf(ticketTags.tagId, idsOf(names, { kind: 'tag', text: tag }))} limit 1)`
