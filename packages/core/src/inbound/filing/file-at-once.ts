import type { Kernel } from '../../kernel/kernel.ts'
import type { Filer } from '../ledger/ledger.ts'
import type { Started } from '../ledger/start-try.ts'
import { processStarted } from './process.ts'

/** Few, because each holds a mail in memory. */
const maxRunning = 3
/** Each is a row of the ledger in memory. A job files what is above that. */
const maxWaiting = 1_000
/** A job reads larger ones. */
const maxBytes = 1024 * 1024
/** A mail that is not filed by then hangs, or waits for some that do: a job files it, and all that come after it. */
const longestMs = 60_000

export type RunningFiler = Filer & {
  /** The mails that it files or will file soon, by id. */
  mine(): string[]
  /** Waits for the mails that are being filed; those that wait get a job. */
  stop(): Promise<void>
}

/**
 * Files mails in the process that has received them, which saves each of them a job and three statements. Where several
 * mail-workers run, the others take a part of what waits for seconds (`resumeMails`).
 */
export function createFiler(kernel: Kernel): RunningFiler {
  const waiting: Started[] = []
  const running = new Map<Started, Promise<void>>()
  let isStopping = false
  const isLate = ({ receivedAt }: Started) => kernel.now().getTime() - receivedAt.getTime() > longestMs
  const next = () => {
    while (!isStopping && running.size < maxRunning) {
      const mail = waiting.shift()
      if (!mail) return
      if (isLate(mail)) continue
      const filing = file(kernel, mail).finally(() => {
        running.delete(mail)
        next()
      })
      running.set(mail, filing)
    }
  }
  const isHeldUp = () => waiting[0] !== undefined && isLate(waiting[0])
  return {
    hasRoomFor: ({ bytes }) => !isStopping && bytes <= maxBytes && waiting.length < maxWaiting && !isHeldUp(),
    file(mail) {
      waiting.push(mail)
      next()
    },
    mine: () => [...running.keys(), ...waiting].filter(it => !isLate(it)).map(it => it.id),
    async stop() {
      isStopping = true
      await Promise.all(running.values())
    },
  }
}

async function file(kernel: Kernel, mail: Started): Promise<void> {
  await processStarted(kernel, mail, { usesBackground: true }).catch(error =>
    kernel.log.warn({ err: error, inboundMailId: mail.id }, 'a mail could not be filed at once; a job tries again'),
  )
}
