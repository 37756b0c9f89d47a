import pg from 'pg'
import { type BulkLoad, loadBy } from '../src/bulk-load/bulk-load.ts'

/** Fills tables over a connection of its own: those of the desk send statements without waiting, which COPY does not allow. */
export async function loadRows(databaseUrl: string, fill: (load: BulkLoad) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await fill(loadBy(client, []))
  } finally {
    await client.end()
  }
}
