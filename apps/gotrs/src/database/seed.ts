import { migrateDatabase } from '@gotrs/db/migrate'
import { seedDemo } from '../seed/seed-demo.ts'
import { withDatabase } from './with-database.ts'

export async function seed(): Promise<void> {
  await withDatabase(async databaseUrl => {
    await migrateDatabase(databaseUrl)
    await seedDemo()
  })
  console.log('The demo is filled in.')
}
