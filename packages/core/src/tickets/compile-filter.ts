import { DeskError } from '@gotrs/contract/errors'
import type { Condition, Filter } from '@gotrs/contract/filter/ast'
import { messages } from '@gotrs/db/tables/messages'
import { organisations, queues, users } from '@gotrs/db/tables/people'
import { tags, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { and, eq, gte, inArray, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

// What a customer may ask by: the rest would tell, by what is found, of things that only staff may see.
const customerFields: ReadonlySet<Condition['field']> = new Set([
  'status',
  'priority',
  'customer',
  'number',
  'text',
  'created',
  'createdWithin',
])

/** The filter AST as SQL on `tickets`; `matches` of the contract evaluates the same in memory, and a test compares them. */
export function compileFilter(reader: Reader, filter: Filter): SQL {
  if ('and' in filter) return and(...filter.and.map(inner => compileFilter(reader, inner))) ?? sql`true`
  if ('or' in filter) return or(...filter.or.map(inner => compileFilter(reader, inner))) ?? sql`false`
  if ('not' in filter) return not(compileFilter(reader, filter.not))
  if (!isStaffActor(reader.actor) && !customerFields.has(filter.field)) {
    const reason = `requests can't be found by ${filter.field}, which is for staff`
    throw new DeskError('invalid_filter', { word: filter.field, reason })
  }
  return compileCondition(reader, filter)
}

/** `%`, `_` and `\` stand for themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

function compileCondition(reader: Reader, condition: Condition): SQL {
  switch (condition.field) {
    case 'status':
      return inArray(tickets.status, condition.in)
    case 'priority':
      return inArray(tickets.priority, condition.in)
    case 'assignee':
      return isPerson(reader, tickets.assigneeId, condition.is)
    case 'customer':
      return isPerson(reader, tickets.customerId, condition.is)
    case 'organisation':
      return sql`coalesce(${inArray(tickets.organisationId, namedOrganisations(reader, condition.is))}, false)`
    case 'queue':
      return inArray(tickets.queueId, namedQueues(reader, condition.is))
    case 'tag':
      return inArray(tickets.id, taggedWith(reader, condition.is))
    case 'number':
      return eq(tickets.number, condition.is)
    case 'text':
      return hasText(reader, condition.contains)
    case 'created':
      return lt(tickets.createdAt, before(reader, condition.olderThan))
    case 'createdWithin':
      return gte(tickets.createdAt, before(reader, condition.seconds))
    case 'waiting':
      return sql`coalesce(${lt(tickets.waitingSince, before(reader, condition.longerThan))}, false)`
    case 'held':
      return hasHeldMail
  }
}

// Without a parameter: the planner compares it with the condition of a partial index.
const hasHeldMail = sql`${tickets.heldCount} > 0`

const before = (reader: Reader, seconds: number) => new Date(reader.now.getTime() - seconds * 1000)

const contains = (column: SQL, text: string) => sql`${column} like '%' || lower(${escapeLike(text)}) || '%'`

// The expression of users_search_idx.
const nameAndEmail = sql`(lower(${users.name}) || ' ' || lower(${users.email}::text))`

type PersonColumn = typeof tickets.assigneeId | typeof tickets.customerId

function isPerson(reader: Reader, column: PersonColumn, wanted: string): SQL {
  if (wanted === 'none') return isNull(column)
  const known = wanted === 'me' ? (reader.actor.kind === 'user' ? reader.actor.id : null) : asUuid(wanted)
  if (wanted === 'me' || known) return known ? sql`coalesce(${eq(column, known)}, false)` : sql`false`
  const found = reader.db.select({ id: users.id }).from(users).where(contains(nameAndEmail, wanted))
  return sql`coalesce(${inArray(column, found)}, false)`
}

const namedOrganisations = (reader: Reader, name: string) =>
  reader.db
    .select({ id: organisations.id })
    .from(organisations)
    .where(contains(sql`lower(${organisations.name}::text)`, name))

function namedQueues(reader: Reader, name: string) {
  const byId = asUuid(name)
  return reader.db
    .select({ id: queues.id })
    .from(queues)
    .where(byId ? eq(queues.id, byId) : eq(queues.name, name))
}

const taggedWith = (reader: Reader, tag: string) =>
  reader.db
    .select({ id: ticketTags.ticketId })
    .from(ticketTags)
    .innerJoin(tags, eq(tags.id, ticketTags.tagId))
    .where(eq(tags.name, tag))

function hasText(reader: Reader, text: string): SQL {
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

const asUuid = (text: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ? text : null
