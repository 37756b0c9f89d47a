import { migrateDatabase } from '@gotrs/db/migrate'
import { report } from '../report.ts'
import type { KeptProcess } from './keep-running.ts'

interface Reloaded {
  databaseUrl: string
  processes: Pick<KeptProcess, 'restart'>[]
  say: (line: string) => void
}

/** For development: runs new migrations and restarts the processes at each message `reload` of `npm run dev`. */
export function reloadOnMessage({ databaseUrl, processes, say }: Reloaded): void {
  let last = Promise.resolve()
  process.on('message', message => {
    if (message === 'reload') last = last.then(reload)
  })

  async function reload(): Promise<void> {
    try {
      const { applied } = await migrateDatabase(databaseUrl)
      if (applied > 0) say(`Ran ${applied} new ${applied === 1 ? 'migration' : 'migrations'}.`)
    } catch (error) {
      // The running processes match the current schema.
      report(error)
      say('The migrations failed: the server and the mail-worker keep their current code.')
      return
    }
    say('Sources changed: restarting the server and the mail-worker.')
    for (const it of processes) it.restart()
  }
}
