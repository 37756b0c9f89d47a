import type { Kernel } from '../../kernel/kernel.ts'
import type { Filer } from '../ledger/ledger.ts'
import type { Started } from '../ledger/start-try.ts'
import { processStarted } from './process.ts'

/** Few, because each holds a mail in memory. */
const maxRunning = 3
/** No more than are filed before somebody gives them a job (`resumeMails`). */
const maxWaiting = 40
/** A job reads larger ones. */
const maxBytes = 1024 * 1024

/** `stop` waits for the mails that are being filed; those that wait get a job. */
export type RunningFiler = Filer & { stop(): Promise<void> }

/** Files mails in the process that has received them, which spares each of them a job and three statements. */
export function createFiler(kernel: Kernel): RunningFiler {
  const waiting: Started[] = []
  const running = new Set<Promise<void>>()
  let isStopping = false
  const next = () => {
    while (!isStopping && running.size < maxRunning) {
      const mail = waiting.shift()
      if (!mail) return
      const filing = file(kernel, mail).finally(() => {
        running.delete(filing)
        next()
      })
      running.add(filing)
    }
  }
  return {
    hasRoomFor: ({ bytes }) => !isStopping && bytes <= maxBytes && waiting.length < maxWaiting,
    file(mail) {
      waiting.push(mail)
      next()
    },
    async stop() {
      isStopping = true
      await Promise.all(running)
    },
  }
}

async function file(kernel: Kernel, mail: Started): Promise<void> {
  await processStarted(kernel, mail, { usesBackground: true }).catch(error =>
    kernel.log.warn({ err: error, inboundMailId: mail.id }, 'a mail could not be filed at once; a job tries again'),
  )
}
