import { migrateDatabase } from '@gotrs/db/migrate'
import { readSettings } from '../env.ts'
import { provideSecretKeys } from '../secrets/secret-keys.ts'
import { type DemoOutcome, seedDemo } from '../seed/seed-demo.ts'
import { type Seeded, seedTickets } from '../seed-tickets/seed-tickets.ts'
import { withDatabase } from './with-database.ts'

const results: Record<DemoOutcome, string> = {
  seeded: 'Added the demo data.',
  already: 'The demo data exists already.',
  in_use: 'Nothing changed: this database is in use, and demo data can be added only to an empty one.',
}

type Options = { json?: boolean; tickets?: number }

export async function seed({ json, tickets }: Options): Promise<void> {
  if (tickets !== undefined) return seedMany(tickets, json)
  const outcome = await withDatabase(async databaseUrl => {
    await migrateDatabase(databaseUrl)
    return seedDemo()
  })
  console.log(json ? JSON.stringify({ outcome }) : results[outcome])
}

async function seedMany(tickets: number, json = false): Promise<void> {
  const seeded = await withDatabase(async databaseUrl => {
    await migrateDatabase(databaseUrl)
    return fill(databaseUrl, tickets)
  })
  const count = (number: number) => number.toLocaleString('en')
  const words = `Added ${count(seeded.tickets)} tickets with ${count(seeded.messages)} messages and ${count(seeded.events)} events.`
  console.log(json ? JSON.stringify({ outcome: 'seeded', ...seeded }) : words)
}

async function fill(databaseUrl: string, tickets: number): Promise<Seeded> {
  const settings = readSettings()
  const [secretKey] = await provideSecretKeys(settings)
  const { blobsDir, baseUrl } = settings
  return seedTickets({ tickets, databaseUrl, secretKey, blobsDir, baseUrl, log: line => console.error(line) })
}
