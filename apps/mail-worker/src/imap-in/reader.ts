import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { usualArrivalLimits } from '@gotrs/core/inbound/ledger/arrival-rate'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import type { ImapMailbox } from '@gotrs/core/mailboxes/accounts'
import { noteReading } from '@gotrs/core/mailboxes/cursor'
import { type Connected, connect, usualWaits, type Waits } from '@gotrs/core/mailboxes/imap-connection'
import { isSameFolder } from '@gotrs/core/mailboxes/same-folder'
import { backOff } from '../loop.ts'
import { type Clock, realClock } from './clock.ts'
import { type Line, type Patience, usualPatience, watchLine } from './line.ts'
import { moveLeftovers } from './move-away.ts'
import { readNew } from './read-new.ts'
import { throttleOf } from './throttle.ts'
import { uidValidityOf } from './uids.ts'
import { type ValidityWatch, watchValidity } from './validity-watch.ts'

export type Reader = { stop(): Promise<void> }

/** The timing of the reader, which a test may change. */
export type Pace = {
  clock: Clock
  /** How often the reader polls although the server would notify it: a silent server may be gone. */
  pollMs: number
  longestPauseMs: number
  patience: Patience
  waits: Waits
  /** How many mails of one sender are filed in an hour; 0: no limit. */
  perSender: number
}

const usualPace: Pace = {
  clock: realClock,
  pollMs: 60_000,
  longestPauseMs: 2 * 60_000,
  patience: usualPatience,
  waits: usualWaits,
  perSender: usualArrivalLimits.perSender,
}

/** Reads one mailbox until stopped: one connection, IDLE and a poll, and a pause that grows with each failure. */
export function startReader(kernel: Kernel, mailbox: ImapMailbox, pace: Partial<Pace> = {}): Reader {
  const stopping = new AbortController()
  const its: Pace = { ...usualPace, ...pace }
  const watch = watchValidity(() => its.clock.now())
  const reading: Reading = { kernel, mailbox, stopping: stopping.signal, watch, withoutContent: new Map(), pace: its }
  const run = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        await readUntilEnd(reading, () => {
          failures = 0
        })
      } catch (error) {
        if (stopping.signal.aborted) return
        failures += 1
        await its.clock.sleep(await report(reading, error, failures), stopping.signal)
      }
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

type Reading = {
  kernel: Kernel
  mailbox: ImapMailbox
  stopping: AbortSignal
  watch: ValidityWatch
  withoutContent: Map<string, number>
  pace: Pace
}

async function readUntilEnd(reading: Reading, onSuccess: () => void): Promise<void> {
  const { mailbox, stopping, watch, pace } = reading
  const connected = await connect(mailbox, maxMailBytes, { waits: pace.waits, signal: stopping })
  const { client } = connected
  const line = watchLine({ ...connected, clock: pace.clock, patience: pace.patience })
  // Closing the connection ends a command that waits for its response.
  const onStop = () => client.close()
  stopping.addEventListener('abort', onStop, { once: true })
  try {
    watch.see(uidValidityOf(client))
    await moveLeftovers({ ...reading, line, mailboxId: mailbox.id, moveTo: moveToOf(mailbox, line) })
    while (!stopping.aborted) {
      if (!(await readOnce(reading, line))) return
      onSuccess()
      await untilSomethingComes(connected, reading)
      if (!stopping.aborted) await openAgain(line, mailbox)
    }
  } finally {
    stopping.removeEventListener('abort', onStop)
    client.close()
  }
}

/** False if it was stopped before the end. */
async function readOnce({ kernel, mailbox, stopping, withoutContent, pace }: Reading, line: Line): Promise<boolean> {
  const { isDone, note } = await readNew({
    ...{ kernel, line, mailboxId: mailbox.id, withoutContent, stopping },
    moveTo: moveToOf(mailbox, line),
    perSender: pace.perSender,
  })
  if (isDone) await noteReading(kernel, mailbox.id, note, { hasRead: true })
  return isDone
}

/** In the folder that the reader reads, a moved mail would be new again and again. */
function moveToOf({ account: { folder, moveTo } }: ImapMailbox, { client: { namespace } }: Line): string {
  const names = namespace ? { delimiter: namespace.delimiter || '/', prefix: namespace.prefix } : undefined
  return isSameFolder(folder, moveTo, names) ? '' : moveTo
}

/** Waits until the server notifies (IDLE), the poll is due, the connection ends, or the reader stops. */
async function untilSomethingComes({ client, ended }: Connected, { stopping, pace }: Reading): Promise<void> {
  const over = new AbortController()
  const onExists = () => over.abort()
  client.on('exists', onExists)
  void ended.then(onExists)
  await pace.clock.sleep(pace.pollMs, AbortSignal.any([stopping, over.signal]))
  client.off('exists', onExists)
}

/**
 * Selects the folder again, which also shows that the server responds. STATUS is not enough: for the open folder a server
 * may report the state at its opening (RFC 9051, section 6.3.11, warns of it), so that a folder that was created again
 * would never be noticed. The next connection starts from the beginning.
 */
async function openAgain(line: Line, { account }: ImapMailbox): Promise<void> {
  const before = uidValidityOf(line.client)
  await line.ask(client => client.mailboxOpen(account.folder))
  if (uidValidityOf(line.client) !== before) throw new Error('The folder was created again on the server.')
}

/** Returns how long to stay away. */
async function report({ kernel, mailbox, watch, pace }: Reading, error: unknown, failures: number): Promise<number> {
  kernel.log.warn({ err: error, mailboxId: mailbox.id }, 'reading a mailbox failed')
  const throttle = throttleOf(error, failures)
  const words = throttle?.words ?? (error instanceof Error ? error.message : String(error))
  await noteReading(kernel, mailbox.id, words).catch(() => {})
  return watch.pauseMs() || throttle?.pauseMs || backOff(failures, pace.longestPauseMs)
}
