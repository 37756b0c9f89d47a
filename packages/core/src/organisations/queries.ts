import { DeskError } from '@gotrs/contract/errors'
import type { Page } from '@gotrs/contract/ids'
import type { listOrganisationsInput, Organisation } from '@gotrs/contract/organisations'
import { organisationDomains, organisations } from '@gotrs/db/tables/people'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../kernel/cursor.ts'
import { contains } from '../kernel/like.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const list = 'organisations'

/** By name. `text` is a part of it. @throws DeskError `invalid_cursor` */
export async function listOrganisations(
  reader: Reader,
  { text, limit, cursor }: z.output<typeof listOrganisationsInput>,
): Promise<Page<Organisation>> {
  requireGrant(reader, 'organisation.list')
  const rows = await selectOrganisations(reader)
    .where(and(named(text), after(cursor)))
    .orderBy(asc(organisations.name))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? writeCursor(list, { value: last.name, id: last.id }) : null }
}

const named = (text: string | undefined): SQL | undefined =>
  text ? contains(sql`lower(${organisations.name}::text)`, text) : undefined

/** No two share a name: it alone says where a page ended. */
function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { value } = readCursor(list, cursor, name => /^[^\p{Cc}]*$/u.test(name) && name.isWellFormed())
  return sql`${organisations.name} > ${value}::citext`
}

/** @throws DeskError `not_found` */
export async function readOrganisation(
  reader: Reader,
  { organisationId }: { organisationId: string },
): Promise<Organisation> {
  requireGrant(reader, 'organisation.list')
  const [found] = await selectOrganisations(reader).where(eq(organisations.id, organisationId))
  if (!found) throw new DeskError('not_found', { noun: 'organisation' })
  return found
}

const selectOrganisations = (reader: Reader) =>
  reader.db
    .select({
      id: organisations.id,
      name: sql<string>`${organisations.name}::text`,
      domains: sql<string[]>`array(select ${organisationDomains.domain}::text from ${organisationDomains}
        where ${organisationDomains.organisationId} = ${organisations.id} order by 1)`,
      isShared: organisations.isShared,
    })
    .from(organisations)
