import { replayQuarantined } from '@gotrs/core/inbound/admin/replay'
import { withDesk } from '../database/with-desk.ts'
import { printLine } from './lines.ts'

/** After an upgrade: what an older version could not read. One line for each mail says what became of it. */
export async function replay({ limit }: { limit: number }): Promise<void> {
  await withDesk(async desk => {
    let replayed = 0
    for await (const mail of replayQuarantined(desk, limit)) {
      await printLine(mail)
      replayed += 1
    }
    if (replayed === 0) process.stderr.write('No mail is kept in quarantine that could be tried again.\n')
  })
}
