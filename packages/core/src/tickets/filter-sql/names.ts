import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import type { Condition } from '@gotrs/contract/filter/fields'
import { isUuid } from '@gotrs/contract/ids'
import { organisations, queues, users } from '@gotrs/db/tables/people'
import { tags } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { contains } from '../../kernel/like.ts'

/** A name in a filter may mean this many people or organisations; more would cost too much, and help nobody. */
export const maxNamed = 200

// The expression of users_search_idx.
export const nameAndEmail = sql`(lower(${users.name}) || ' ' || lower(${users.email}::text))`

const beyond = sql.raw(String(maxNamed + 1))

/** How the ids of a name are found: each by an index, and not more of them than are needed to say that there are too many. */
const kinds = {
  person: text => sql`select id from ${users} where ${contains(nameAndEmail, text)} limit ${beyond}`,
  organisation: text =>
    sql`select id from ${organisations} where ${contains(sql`lower(${organisations.name}::text)`, text)} limit ${beyond}`,
  queue: text => sql`select id from ${queues} where ${queues.name} = ${text}`,
  tag: text => sql`select id from ${tags} where ${tags.name} = ${text}`,
} as const satisfies Record<string, (text: string) => SQL>

type Kind = keyof typeof kinds
export type Name = { kind: Kind; text: string }

/** The ids of the names in a filter. */
export type Names = ReadonlyMap<string, readonly string[]>

export const keyOf = ({ kind, text }: Name) => `${kind} ${text}`

/** @throws DeskError `invalid_filter` for a name that too many have */
export function idsOf(names: Names, name: Name): readonly string[] {
  const ids = names.get(keyOf(name)) ?? []
  if (ids.length <= maxNamed) return ids
  const noun = name.kind === 'person' ? 'people' : `${name.kind}s`
  throw new DeskError('invalid_filter', {
    word: name.text,
    reason: `more than ${maxNamed} ${noun} match. Write more of the name`,
  })
}

export const searchFor = ({ kind, text }: Name): SQL => kinds[kind](text)

/** The name in a condition whose ids are still to be found. */
export function nameIn(condition: Condition): Name | null {
  switch (condition.field) {
    case 'assignee':
    case 'customer':
    case 'follower':
    case 'mentions':
      return isName(condition.is) ? { kind: 'person', text: condition.is } : null
    case 'organisation':
      return { kind: 'organisation', text: condition.is }
    case 'queue':
      return isUuid(condition.is) ? null : { kind: 'queue', text: condition.is }
    case 'tag':
      return { kind: 'tag', text: condition.is }
    default:
      return null
  }
}

const isName = (wanted: string) => wanted !== 'me' && wanted !== 'none' && !isUuid(wanted)

export function namesIn(filter: Filter): Name[] {
  if ('and' in filter) return filter.and.flatMap(namesIn)
  if ('or' in filter) return filter.or.flatMap(namesIn)
  if ('not' in filter) return namesIn(filter.not)
  const name = nameIn(filter)
  return name ? [name] : []
}

/** Does nobody and nothing have the name in the condition? */
export function isUnknown(condition: Condition, names: Names): boolean {
  const name = nameIn(condition)
  return name !== null && names.get(keyOf(name))?.length === 0
}
