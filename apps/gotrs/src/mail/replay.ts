import { replayQuarantined } from '@gotrs/core/inbound/admin/replay'
import { withDesk } from '../database/with-desk.ts'
import { endWhenReaderLeaves, printLine } from './lines.ts'

/** After an upgrade: what an older version could not read. One line for each mail says what became of it. */
export async function replay({ limit }: { limit: string }): Promise<void> {
  const count = Number(limit)
  if (!Number.isInteger(count) || count < 1 || count > 10_000) throw new Error('--limit is a number from 1 to 10000.')
  endWhenReaderLeaves()
  await withDesk(async desk => {
    let replayed = 0
    for await (const mail of replayQuarantined(desk, count)) {
      await printLine(mail)
      replayed += 1
    }
    if (replayed === 0) process.stderr.write('No mail is kept in quarantine that could be tried again.\n')
  })
}
