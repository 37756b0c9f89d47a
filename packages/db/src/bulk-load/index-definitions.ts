import type pg from 'pg'

/** How to make an index or a constraint again. */
export type Definition = { name: string; sql: string }

/**
 * Drops the indexes and keys of these tables, and every foreign key: to check and sort millions of rows once costs far
 * less than to do it row by row. Returns how to make them again, in an order that works.
 */
export async function dropIndexes(client: pg.ClientBase, tables: readonly string[]): Promise<Definition[]> {
  const foreign = await constraints(client, ['f'], null)
  const keys = await constraints(client, ['p', 'u'], tables)
  const plain = await indexes(client, tables)
  for (const { table, name } of [...foreign, ...keys]) {
    await client.query(`alter table ${table} drop constraint ${client.escapeIdentifier(name)}`)
  }
  for (const { name } of plain) await client.query(`drop index ${client.escapeIdentifier(name)}`)
  return [...keys, ...plain, ...foreign]
}

type Found = Definition & { table: string }

/** `tables` null: of all tables of the schema. */
async function constraints(client: pg.ClientBase, kinds: string[], tables: readonly string[] | null): Promise<Found[]> {
  const { rows } = await client.query<Found>(
    `select conname as name, conrelid::regclass::text as table,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as sql
     from pg_constraint
     where connamespace = 'public'::regnamespace and contype = any($1) and ($2::text[] is null or conrelid::regclass::text = any($2))
     order by contype = 'u', 2, 1`,
    [kinds, tables],
  )
  return rows
}

async function indexes(client: pg.ClientBase, tables: readonly string[]): Promise<Found[]> {
  const { rows } = await client.query<Found>(
    `select indexname as name, tablename as table, indexdef as sql from pg_indexes i
     where schemaname = 'public' and tablename = any($1)
       and not exists (select from pg_constraint c where c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass)
     order by tablename, indexname`,
    [tables],
  )
  return rows
}
