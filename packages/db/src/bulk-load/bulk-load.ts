import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Definition, dropIndexes } from './index-definitions.ts'

/** What fills the tables, inside the one transaction of a bulk load. */
export type BulkLoad = {
  /** Adds rows in the text format of COPY. */
  copy(table: string, columns: readonly string[], text: Buffer): Promise<void>
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
}

type Options = {
  /** The tables to fill. */
  tables: readonly string[]
  /** Those of them that may hold rows already, and keep them; the others are emptied. */
  kept: readonly string[]
  /** Takes a line about what is going on. */
  log(line: string): void
}

/**
 * Fills tables with very many rows, in one transaction: either all of it is there afterwards, with every index, or the
 * database is as it was. The desk has to be stopped or empty, because the tables are locked meanwhile.
 * @param check looks at the database first, and throws where it must not be filled
 */
export async function bulkLoad(
  databaseUrl: string,
  options: Options,
  check: (load: BulkLoad) => Promise<void>,
  fill: (load: BulkLoad) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  // Its statements fail as well; without a listener this would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    // Nobody writes between the look and the load.
    await client.query(
      `set local lock_timeout = '10s'; lock table ${options.tables.join(', ')} in access exclusive mode`,
    )
    await check(loadBy(client, []))
    await rebuilding(client, options, fill)
    await client.query('commit')
    options.log('Collecting statistics')
    await client.query(`vacuum (analyze) ${options.tables.join(', ')}`)
  } finally {
    await client.end()
  }
}

async function rebuilding(
  client: pg.Client,
  { tables, kept, log }: Options,
  fill: (load: BulkLoad) => Promise<void>,
): Promise<void> {
  await client.query(`set local statement_timeout = 0; set local lock_timeout = '10s'; set local synchronous_commit = off;
    set local maintenance_work_mem = '512MB'`)
  const definitions = await dropIndexes(client, tables)
  const emptied = tables.filter(table => !kept.includes(table))
  await client.query(`truncate ${emptied.join(', ')}`)
  await fill(loadBy(client, emptied))
  await build(client, definitions, log)
}

const logEveryMs = 2_000

async function build(client: pg.Client, definitions: Definition[], log: Options['log']): Promise<void> {
  log(`Building ${definitions.length} indexes and keys`)
  let loggedAt = performance.now()
  for (const [at, { name, sql }] of definitions.entries()) {
    if (performance.now() - loggedAt > logEveryMs) {
      log(`Building index or key ${at + 1} of ${definitions.length}: ${name}`)
      loggedAt = performance.now()
    }
    await client.query(sql)
  }
}

/** Rows of a table that was emptied in the same transaction can be written as frozen: no later VACUUM writes them again. */
export const loadBy = (client: pg.ClientBase, emptied: readonly string[]): BulkLoad => ({
  async copy(table, columns, text) {
    const names = columns.map(name => client.escapeIdentifier(name)).join(', ')
    const options = emptied.includes(table) ? 'format text, freeze' : 'format text'
    const stream = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${names}) from stdin (${options})`))
    await pipeline([text], stream)
  },
  query: async (sql, values) => (await client.query(sql, values)).rows,
})
