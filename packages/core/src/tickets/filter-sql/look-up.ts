import type { Filter } from '@gotrs/contract/filter/ast'
import type { Condition } from '@gotrs/contract/filter/fields'
import { isOfTime } from '@gotrs/contract/filter/limits'
import { isRare } from '@gotrs/contract/filter/states'
import { tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { and, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import { namedQuery, runStatement } from '../../kernel/prepared.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { conjunctsOf, isState } from '../conjuncts.ts'
import { sqlOf } from './fields.ts'
import { keyOf, type Name, type Names, nameIn, namesIn, searchFor } from './names.ts'
import { withStaff } from './people.ts'

/**
 * So many tickets are gathered by what they have in common, and sorted. Where a condition holds for more, a page of them
 * is soon found by walking all in the order of the list.
 */
export const gatherLimit = 10_000

export type Found = {
  names: Names
  /** Do so few tickets meet one of its conditions that they are best gathered by that one? */
  isRare(filter: Filter): boolean
}

/** Of filters that hold no names and no times. */
export const nothingToFind: Found = { names: new Map(), isRare: isRareOf(new Map()) }

/** Finds the ids of the names in the filters, and how many tickets their conditions hold for: one statement, or no statement. */
export async function lookUp(reader: Reader, filters: readonly Filter[]): Promise<Found> {
  const names = isStaffActor(reader.actor) ? unique(filters.flatMap(namesIn)) : []
  const counted = isStaffActor(reader.actor) ? filters.flatMap(countedIn) : []
  if (names.length + counted.length === 0) return nothingToFind
  const row = await ask(reader, names, counted)
  const sizes = new Map(counted.flatMap((group, at) => group.map(it => [it, Number(row[`size_${at}`])] as const)))
  return {
    names: new Map(names.map((name, at) => [keyOf(name), row[`name_${at}`] as string[]])),
    isRare: isRareOf(sizes),
  }
}

function isRareOf(sizes: Map<Condition, number>): Found['isRare'] {
  const isFew = (condition: Condition) => (sizes.get(condition) ?? gatherLimit) < gatherLimit
  return filter => conjunctsOf(filter).some(condition => isAlwaysRare(condition) || isFew(condition))
}

const unique = (names: Name[]): Name[] => [...new Map(names.map(name => [keyOf(name), name])).values()]

/** There are few of these at any time, or one. */
const isAlwaysRare = (condition: Condition) =>
  condition.field === 'number' || (condition.field === 'is' && isRare(condition.state))

async function ask(reader: Reader, names: Name[], counted: Counted[]): Promise<Record<string, unknown>> {
  const named = names.map((name, at) => sql`${alias('named', at)} as materialized (${searchFor(name)})`)
  const ids = names.map((_, at) => sql`array(select id from ${alias('named', at)}) as ${alias('name', at)}`)
  const sizes = counted.map((group, at) => {
    const name = nameIn(group[0])
    const found = alias('named', name ? names.findIndex(it => keyOf(it) === keyOf(name)) : 0)
    return sql`(select count(*) from (${matching(reader, group, found)} limit ${limit}) found)::int as ${alias('size', at)}`
  })
  const given = named.length > 0 ? sql`with ${sql.join(named, sql`, `)} ` : sql``
  const statement = sql`${given}select ${sql.join([...ids, ...sizes], sql`, `)}`
  const [row] = await runStatement(reader.db, namedQuery(statement))
  return row ?? {}
}

const alias = (of: 'named' | 'name' | 'size', at: number): SQL => sql`${sql.identifier(`${of}_${at}`)}`
const limit = sql.raw(String(gatherLimit))

/** Conditions that one count is for: all that a filter says of one time, or one condition. */
type Counted = [Condition, ...Condition[]]

/** Of further names in a filter nobody knows how rare they are. Each count reads up to `gatherLimit` entries of an index. */
const maxCountedNames = 8

/** However long the filter, it has few counts: one for each of the five times, and those of names. */
function countedIn(filter: Filter): Counted[] {
  const conditions = conjunctsOf(filter)
  if (conditions.some(isAlwaysRare)) return []
  // One person has few open tickets.
  const counted = conditions.filter(it => isCounted(it) && !(it.field === 'assignee' && isState(conditions, 'open')))
  const named = counted.filter(it => !isOfTime(it))
  const times = Map.groupBy(counted.filter(isOfTime), ({ field }) => field)
  return [...named.slice(0, maxCountedNames).map((it): Counted => [it]), ...([...times.values()] as Counted[])]
}

/** Whether few tickets meet it is found by an index. Nearly all tickets have a priority or a status that many have. */
function isCounted(condition: Condition): boolean {
  switch (condition.field) {
    case 'assignee':
    case 'customer':
    case 'follower':
    case 'mentions':
      return condition.is !== 'none'
    case 'organisation':
    case 'tag':
      return true
    default:
      return isOfTime(condition)
  }
}

function matching(reader: Reader, [condition, ...others]: Counted, found: SQL): SQL {
  const named = sql`any(array(select id from ${found}))`
  if (condition.field === 'tag') return sql`select 1 from ${ticketTags} where ${ticketTags.tagId} = ${named}`
  if (nameIn(condition) && (condition.field === 'follower' || condition.field === 'mentions')) {
    return sql`select 1 from ${withStaff[condition.field]} its where its.user_id = ${named}`
  }
  if (!nameIn(condition)) {
    const all = [condition, ...others].map(it => sqlOf(reader, it, new Map()))
    return sql`select 1 from ${tickets} where ${and(...all)}`
  }
  const columns = { assignee: tickets.assigneeId, customer: tickets.customerId, organisation: tickets.organisationId }
  const column = columns[condition.field as keyof typeof columns]
  return sql`select 1 from ${tickets} where ${column} = ${named}`
}
