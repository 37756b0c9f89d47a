import { migrateDatabase } from '@gotrs/db/migrate'
import { withDatabase } from './with-database.ts'

export async function migrate({ json }: { json?: boolean }): Promise<void> {
  const { applied } = await withDatabase(migrateDatabase)
  if (json) return console.log(JSON.stringify({ applied }))
  console.log(
    applied === 0 ? 'The database is up to date.' : `Applied ${applied} ${applied === 1 ? 'migration' : 'migrations'}.`,
  )
}
