import { replayQuarantined } from '@gotrs/core/inbound/admin/replay'
import { withDesk } from '../database/with-desk.ts'
import { printLine } from './lines.ts'

/** For use after an upgrade that fixes a parser. Prints one line with the outcome of each mail. */
export async function replay({ limit }: { limit: number }): Promise<void> {
  await withDesk(async desk => {
    let replayed = 0
    for await (const mail of replayQuarantined(desk, limit)) {
      await printLine(mail)
      replayed += 1
    }
    if (replayed === 0) process.stderr.write('There is no mail in quarantine to replay.\n')
  })
}
