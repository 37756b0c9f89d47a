import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { inArray, or, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import { contains } from '../../kernel/like.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'

export function hasText(reader: Reader, text: string): SQL {
  const inMessages = isStaffActor(reader.actor) ? inAnyMessage(reader, text) : inOwnMessages(text)
  return or(contains(sql`lower(${tickets.title})`, text), inMessages) ?? sql`false`
}

/** What is folded away is found too. The expression of messages_words_search_idx. */
const allWords = sql`lower(${messages.text} || ' ' || coalesce(${messages.quotedText}, ''))`

/** Staff reach most tickets: the index of all messages finds those that hold the text, once for the whole list. */
const inAnyMessage = (reader: Reader, text: string): SQL =>
  inArray(tickets.id, reader.db.select({ id: messages.ticketId }).from(messages).where(contains(allWords, text)))

/**
 * Customers reach few tickets: only the messages of those are read. `strpos` keeps the index of all messages out of the
 * plan, and a scalar subquery cannot become a join that reads all messages first.
 */
const inOwnMessages = (text: string): SQL => sql`coalesce((
  select true from ${messages} where ${messages.ticketId} = ${tickets.id} and ${messages.kind} = 'public'
    and strpos(${allWords}, lower(${text})) > 0 limit 1), false)`
