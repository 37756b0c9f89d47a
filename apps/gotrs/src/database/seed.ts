import { migrateDatabase } from '@gotrs/db/migrate'
import { type DemoOutcome, seedDemo } from '../seed/seed-demo.ts'
import { withDatabase } from './with-database.ts'

const results: Record<DemoOutcome, string> = {
  seeded: 'Added the demo data.',
  already: 'The demo data exists already.',
  in_use: 'Nothing changed: this database is in use, and demo data can be added only to an empty one.',
}

export async function seed({ json }: { json?: boolean }): Promise<void> {
  const outcome = await withDatabase(async databaseUrl => {
    await migrateDatabase(databaseUrl)
    return seedDemo()
  })
  console.log(json ? JSON.stringify({ outcome }) : results[outcome])
}
