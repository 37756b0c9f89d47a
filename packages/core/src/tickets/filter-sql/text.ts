import type { Condition } from '@gotrs/contract/filter/fields'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { hasMatch, questionOf } from '../../search/question.ts'

/**
 * Has one of the texts of the ticket that the reader may read these words? Folded text is found too. One value for each
 * ticket: of `exists` the planner would make a join, and of fifty words a join of fifty.
 */
export const hasText = (reader: Reader, condition: Extract<Condition, { field: 'text' }>): SQL => sql`coalesce((
  select true from ${searchRows} words where words.ticket_id = ${tickets.id}
    and ${readableRows(reader, sql`words`)} and ${hasMatch(sql`words.vector`, questionOf(condition))} limit 1), false)`

/** Rows that the reader may read of a ticket that they may read: notes, held mail and tags are for staff alone. */
export const readableRows = ({ actor }: Reader, row: SQL): SQL =>
  isStaffActor(actor) ? sql`true` : sql`${row}.is_public`
