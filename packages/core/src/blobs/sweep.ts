import { sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const hourMs = 60 * 60 * 1000
const folderCount = 256
/** Longer than anything takes from the bytes on disk to the row that names them, a backup that is put back included. */
const keptMs = 7 * 24 * hourMs

/**
 * Files of the store that nothing names: left by a crash between the disk and the database, on either side of a commit.
 * Each hour looks at its part of the folders, so that each day sees all of them. Where most of the files are unknown,
 * this is another desk's store or another database, and nothing is touched.
 */
export const sweepBlobs: ClockTask = {
  name: 'sweep_blobs',
  cron: '23 * * * *',
  async batch(uow) {
    const keys: string[] = []
    for (const folder of foldersOf(Math.floor(uow.now.getTime() / hourMs) % 24)) {
      keys.push(...(await uow.blobs.keysIn(folder)))
    }
    const left = await unnamed(uow, keys)
    if (left.length > keys.length / 2) return 0
    const before = new Date(uow.now.getTime() - keptMs)
    for (const key of left) await uow.blobs.removeOlder(key, before)
    return 0
  },
}

function foldersOf(hour: number): string[] {
  const all = Array.from({ length: folderCount }, (_, at) => at.toString(16).padStart(2, '0'))
  return all.filter((_, at) => at % 24 === hour)
}

/** Every table that names blobs, each in a column `blob_key`; a test compares it with the database. */
export const blobTables = ['attachments', 'inbound_mails', 'outbound_mails']

async function unnamed(uow: UnitOfWork, keys: string[]): Promise<string[]> {
  const isUnknown = blobTables.map(
    table => sql`not exists (select from ${sql.identifier(table)} named where named.blob_key = key)`,
  )
  const { rows } = await uow.db.execute<{ key: string }>(sql`
    select key from json_array_elements_text(${JSON.stringify(keys)}::json) as key
    where ${sql.join(isUnknown, sql` and `)}`)
  return rows.map(row => row.key)
}
