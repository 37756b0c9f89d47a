import { demoPassword } from '@gotrs/contract/demo'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { diskBlobs } from '@gotrs/core/kernel/blobs'
import { secretKeySource } from '@gotrs/core/kernel/secret-keys'
import { createVault } from '@gotrs/core/kernel/vault'
import { type BulkLoad, bulkLoad } from '@gotrs/db/bulk-load/bulk-load'
import { inUseQuery } from '../seed/in-use.ts'
import { arrivals, beginningOf } from './arrivals.ts'
import { playTicket } from './course.ts'
import { createCustomers } from './customers.ts'
import { seedKey, seedVersion } from './fingerprint.ts'
import { furnish, sizeFor } from './furnish.ts'
import { idMaker } from './ids.ts'
import type { Pen, Tools } from './pen.ts'
import { createRandom } from './random.ts'
import { createRows, type Rows, tableNames } from './rows.ts'
import { putSharedBlobs } from './shared-blobs.ts'
import { createWriter } from './words/write-text.ts'

export type SeedConfig = {
  tickets: number
  databaseUrl: string
  secretKey: string
  blobsDir: string
  baseUrl: string
  /** Takes a line about what is going on. */
  log(line: string): void
  /** The end of the story that the seed tells; now unless given. The same number and end give the same rows. */
  endsAt?: Date
}

export type Seeded = { tickets: number; messages: number; events: number }

const firstNumber = 1_001
const ticketsAtOnce = 1_000

/**
 * Fills an empty database with realistic tickets, in the state in which the verbs would leave them. @throws where it is
 * not empty
 */
export async function seedTickets(config: SeedConfig): Promise<Seeded> {
  const { databaseUrl, tickets, log } = config
  const endsAt = config.endsAt ?? new Date()
  const rows = createRows()
  const options = { tables: tableNames, kept: ['events', 'settings'], log }
  await bulkLoad(databaseUrl, options, requireEmpty, async load => {
    const tools = await gatherTools(config, rows, endsAt)
    const passwordHash = await hashPassword(demoPassword)
    const place = furnish(tools, beginningOf(tickets, endsAt), { ...sizeFor(tickets), passwordHash })
    await writeTickets(load, { ...tools, place }, config, endsAt)
    await load.query(`select setval(pg_get_serial_sequence('tickets', 'number'), max(number)) from tickets`)
    await load.query(`select setval('search_rows_n_seq', max(n)) from search_rows`)
  })
  return { tickets, messages: rows.count('messages'), events: rows.count('events') }
}

async function requireEmpty(load: BulkLoad): Promise<void> {
  const found = await load.query(inUseQuery)
  if (found.length === 0) return
  throw new Error(
    'This database holds people or tickets already, and tickets can be seeded only into an empty one: set DATA_DIR to a new folder, or DATABASE_URL to an empty database.',
  )
}

async function gatherTools({ secretKey, blobsDir, baseUrl }: SeedConfig, rows: Rows, endsAt: Date): Promise<Tools> {
  const random = createRandom(seedVersion)
  return {
    ...{ rows, random, baseUrl, endsAt: endsAt.getTime(), writer: createWriter(random), newId: idMaker(random) },
    nextSearchRow: counter(),
    blobs: await putSharedBlobs(diskBlobs(blobsDir)),
    replyKey: createVault(secretKeySource({ secretKey })).replyKey,
  }
}

function counter(): () => number {
  let last = 0
  return () => {
    last += 1
    return last
  }
}

async function writeTickets(load: BulkLoad, pen: Pen, { tickets, log }: SeedConfig, endsAt: Date): Promise<void> {
  const customers = createCustomers(pen)
  const step = Math.max(ticketsAtOnce, Math.round(tickets / 50))
  let done = 0
  pen.rows.add('settings', { key: seedKey, value: { tickets, endsAt, version: seedVersion } }, 0)
  for (const at of arrivals(tickets, endsAt, pen.random)) {
    playTicket(pen, at, firstNumber + done, customers)
    done += 1
    if (done % ticketsAtOnce === 0 || done === tickets) await pen.rows.write(load)
    if (done % step === 0 || done === tickets) log(`Writing tickets: ${Math.floor((100 * done) / tickets)} %`)
  }
}
