import { sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const hourMs = 60 * 60 * 1000
const folderCount = 256
/** Longer than the time between a file on disk and its row, also when a backup is restored. */
const keptMs = 7 * 24 * hourMs

/**
 * Deletes files without a row, which a crash between the write of the file and the commit leaves. Each hour checks a
 * part of the folders, and a day checks all. If most files are unknown, this is the store of another desk or another
 * database, and nothing is deleted.
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

/** Every table that refers to blobs, each in a column `blob_key`; a test compares it with the database. */
export const blobTables = ['attachments', 'inbound_mails', 'outbound_mails', 'thumbnails']

async function unnamed(uow: UnitOfWork, keys: string[]): Promise<string[]> {
  const isUnknown = blobTables.map(
    table => sql`not exists (select from ${sql.identifier(table)} named where named.blob_key = key)`,
  )
  const { rows } = await uow.db.execute<{ key: string }>(sql`
    select key from json_array_elements_text(${JSON.stringify(keys)}::json) as key
    where ${sql.join(isUnknown, sql` and `)}`)
  return rows.map(row => row.key)
}
