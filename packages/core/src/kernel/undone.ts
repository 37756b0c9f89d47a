import { events } from '@gotrs/db/tables/events'
import { type SQL, sql } from 'drizzle-orm'

const mark = 'undo:'

/** The cause of an event that takes another one back, and what that one itself took back. */
export const causeOfUndo = (event: { id: string; cause: readonly string[] }, cause: readonly string[]): string[] =>
  [`${mark}${event.id}`, ...undoneBy(event).map(id => mark + id), ...cause].slice(0, 20)

/** The events that this one undoes, nearest first: it undoes the first one, that undid the second one, and so on. */
export const undoneBy = ({ cause }: { cause: readonly string[] }): string[] =>
  cause.filter(it => it.startsWith(mark)).map(it => it.slice(mark.length))

/** As `isUndone` of the contract, of the event `e`. */
export const isUndoneSql = (ticketId: SQL | string): SQL => sql`coalesce((
  select array_position(undo.cause, ${mark} || e.id::text) % 2 = 1 from ${events} undo
  where undo.ticket_id = ${ticketId} and ${mark} || e.id::text = any(undo.cause)
  order by undo.created_at desc, undo.id desc limit 1), false)`
