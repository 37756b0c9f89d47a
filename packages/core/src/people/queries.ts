import { DeskError } from '@gotrs/contract/errors'
import type { Page } from '@gotrs/contract/ids'
import type { listUsersInput, User } from '@gotrs/contract/people'
import { organisations, queueMembers, users } from '@gotrs/db/tables/people'
import { and, asc, eq, not, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { organisationOf } from '../correspondents/find-or-create.ts'
import { isStaffActor } from '../kernel/actor.ts'
import { readCursor, writeCursor } from '../kernel/cursor.ts'
import { escapeLike } from '../kernel/like.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const list = 'users'

/** People by name. `text` is a part of the name or address. */
export async function listUsers(reader: Reader, input: z.output<typeof listUsersInput>): Promise<Page<User>> {
  requireGrant(reader, 'user.list')
  const rows = await selectUsers(reader)
    .where(and(ofRole(input.role), named(input.text), after(input.cursor)))
    .orderBy(asc(users.name), asc(users.id))
    .limit(input.limit + 1)
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1)?.user : undefined
  return { items: shown.map(showUser), nextCursor: last ? writeCursor(list, { value: last.name, id: last.id }) : null }
}

/** One person: anybody for staff, oneself for others. @throws DeskError `not_found` */
export async function readUser(reader: Reader, userId: string): Promise<User> {
  requireGrant(reader, 'user.read')
  const { actor } = reader
  const maySee = isStaffActor(actor) || (actor.kind === 'user' && actor.id === userId)
  const [row] = maySee ? await selectUsers(reader).where(eq(users.id, userId)) : []
  if (!row) throw new DeskError('not_found', { noun: 'user' })
  return showUser(row)
}

const selectUsers = (reader: Reader) =>
  reader.db
    .select({
      user: users,
      organisation: { id: organisations.id, name: organisations.name },
      queueIds: sql<
        string[]
      >`array(select ${queueMembers.queueId} from ${queueMembers} where ${queueMembers.userId} = ${users.id})`,
    })
    .from(users)
    .leftJoin(organisations, eq(organisations.id, users.organisationId))

/** Does a new customer with this address read the tickets of others, because their organisation shares them? */
export async function joinsSharedOrganisation(reader: Reader, { email, role }: NewPerson): Promise<boolean> {
  requireGrant(reader, 'user.create')
  if (role !== 'customer') return false
  const organisationId = await organisationOf(reader, email)
  if (organisationId === null) return false
  return (await reader.db.$count(organisations, and(eq(organisations.id, organisationId), organisations.isShared))) > 0
}

type NewPerson = Pick<User, 'email' | 'role'>

// The condition of users_staff_by_name_idx.
const isStaffRow = sql`${users.role} <> 'customer'`

const ofRole = (role: 'staff' | 'customer' | undefined): SQL | undefined =>
  role && (role === 'staff' ? isStaffRow : not(isStaffRow))

const named = (text: string | undefined): SQL | undefined =>
  text
    ? sql`(lower(${users.name}) || ' ' || lower(${users.email}::text)) like '%' || lower(${escapeLike(text)}) || '%'`
    : undefined

function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { value, id } = readCursor(list, cursor, value => /^[^\p{Cc}]*$/u.test(value) && value.isWellFormed())
  return sql`(${users.name}, ${users.id}) > (${value}, ${id}::uuid)`
}

type SelectedUser = {
  user: typeof users.$inferSelect
  organisation: { id: string; name: string } | null
  queueIds: string[]
}

const showUser = ({ user, organisation, queueIds }: SelectedUser): User => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  organisation: organisation?.id ? organisation : null,
  queueIds,
  isActive: user.isActive,
  createdAt: user.createdAt.toISOString(),
})
