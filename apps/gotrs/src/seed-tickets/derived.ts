import type { BulkLoad } from '@gotrs/db/bulk-load/bulk-load'

/** A table that follows from the others: what its reaction keeps from change to change is written here at once. */
type Derived = {
  /** What it is, for the progress: "search rows". */
  name: string
  /** `insert … select` over everything that was seeded. Its table belongs into `targets` of rows.ts or has few rows. */
  sql: string
}

const derived: readonly Derived[] = []

export async function writeDerived(load: BulkLoad, log: (line: string) => void): Promise<void> {
  for (const { name, sql } of derived) {
    log(`Deriving ${name}`)
    await load.query(sql)
  }
}
