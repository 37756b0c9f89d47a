import { migrateDatabase } from '@gotrs/db/migrate'
import { type DemoOutcome, seedDemo } from '../seed/seed-demo.ts'
import { withDatabase } from './with-database.ts'

const results: Record<DemoOutcome, string> = {
  seeded: 'The demo is filled in.',
  already: 'The demo is filled in already.',
  in_use: 'This desk is in use, nothing was changed: the demo goes into an empty one only.',
}

export async function seed({ json }: { json?: boolean }): Promise<void> {
  const outcome = await withDatabase(async databaseUrl => {
    await migrateDatabase(databaseUrl)
    return seedDemo()
  })
  console.log(json ? JSON.stringify({ outcome }) : results[outcome])
}
