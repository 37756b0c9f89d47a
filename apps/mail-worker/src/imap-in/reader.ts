import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { usualArrivalLimits } from '@gotrs/core/inbound/ledger/arrival-rate'
import type { Filer } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import type { ImapMailbox } from '@gotrs/core/mailboxes/accounts'
import { recordReading } from '@gotrs/core/mailboxes/cursor'
import { type Connected, connect, usualWaits, type Waits } from '@gotrs/core/mailboxes/imap-connection'
import { isSameFolder } from '@gotrs/core/mailboxes/same-folder'
import { backOff } from '../loop.ts'
import { type Clock, realClock } from './clock.ts'
import { defaultTimeLimits, type ImapConnection, type TimeLimits, watchConnection } from './connection.ts'
import { moveLeftovers } from './move-imported.ts'
import { readNew } from './read-new.ts'
import { throttleOf } from './throttle.ts'
import { uidValidityOf } from './uids.ts'
import { type ValidityWatch, watchValidity } from './validity-watch.ts'

export type Reader = { stop(): Promise<void> }

/** The timing of the reader, which a test may change. */
export type ReaderOptions = {
  clock: Clock
  /** How often the reader polls although the server would notify it: a silent server may be gone. */
  pollMs: number
  longestPauseMs: number
  timeLimits: TimeLimits
  waits: Waits
  /** How many mails of one sender are filed in an hour; 0: no limit. */
  perSender: number
  filer?: Filer
}

const defaultOptions: ReaderOptions = {
  clock: realClock,
  pollMs: 60_000,
  longestPauseMs: 2 * 60_000,
  timeLimits: defaultTimeLimits,
  waits: usualWaits,
  perSender: usualArrivalLimits.perSender,
}

/** Reads one mailbox until stopped: one connection, IDLE and a poll, and a pause that grows with each failure. */
export function startReader(kernel: Kernel, mailbox: ImapMailbox, options: Partial<ReaderOptions> = {}): Reader {
  const stopping = new AbortController()
  const all: ReaderOptions = { ...defaultOptions, ...options }
  const watch = watchValidity(() => all.clock.now())
  const reading: Reading = {
    kernel,
    mailbox,
    stopping: stopping.signal,
    watch,
    withoutContent: new Map(),
    options: all,
  }
  const run = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        await readUntilConnectionEnds(reading, () => {
          failures = 0
        })
      } catch (error) {
        if (stopping.signal.aborted) return
        failures += 1
        await all.clock.sleep(await report(reading, error, failures), stopping.signal)
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
  options: ReaderOptions
}

async function readUntilConnectionEnds(reading: Reading, onSuccess: () => void): Promise<void> {
  const { mailbox, stopping, watch, options } = reading
  const connected = await connect(mailbox, maxMailBytes, { waits: options.waits, signal: stopping })
  const { client } = connected
  const connection = watchConnection({ ...connected, clock: options.clock, timeLimits: options.timeLimits })
  // Closing the connection ends a command that waits for its response.
  const onStop = () => client.close()
  stopping.addEventListener('abort', onStop, { once: true })
  try {
    watch.see(uidValidityOf(client))
    await moveLeftovers({ ...reading, connection, mailboxId: mailbox.id, moveTo: moveToOf(mailbox, connection) })
    while (!stopping.aborted) {
      if (!(await readOnce(reading, connection))) return
      onSuccess()
      await waitForNewMail(connected, reading)
      if (!stopping.aborted) await reopenFolder(connection, mailbox)
    }
  } finally {
    stopping.removeEventListener('abort', onStop)
    client.close()
  }
}

/** False if it was stopped before the end. */
async function readOnce(
  { kernel, mailbox, stopping, withoutContent, options }: Reading,
  connection: ImapConnection,
): Promise<boolean> {
  const { isDone, note } = await readNew({
    ...{ kernel, connection, mailboxId: mailbox.id, withoutContent, stopping },
    moveTo: moveToOf(mailbox, connection),
    perSender: options.perSender,
    filer: options.filer,
  })
  if (isDone) await recordReading(kernel, mailbox.id, note, { hasRead: true })
  return isDone
}

/** In the folder that the reader reads, a moved mail would be new again and again. */
function moveToOf({ account: { folder, moveTo } }: ImapMailbox, { client: { namespace } }: ImapConnection): string {
  const names = namespace ? { delimiter: namespace.delimiter || '/', prefix: namespace.prefix } : undefined
  return isSameFolder(folder, moveTo, names) ? '' : moveTo
}

/** Waits until the server notifies (IDLE), the poll is due, the connection ends, or the reader stops. */
async function waitForNewMail({ client, ended }: Connected, { stopping, options }: Reading): Promise<void> {
  const arrived = new AbortController()
  const onExists = () => arrived.abort()
  client.on('exists', onExists)
  void ended.then(onExists)
  await options.clock.sleep(options.pollMs, AbortSignal.any([stopping, arrived.signal]))
  client.off('exists', onExists)
}

/**
 * Selects the folder again, which also shows that the server responds. STATUS is not enough: for the open folder a server
 * may report the state at its opening (RFC 9051, section 6.3.11, warns of it), so that a folder that was created again
 * would never be noticed. The next connection starts from the beginning.
 */
async function reopenFolder(connection: ImapConnection, { account }: ImapMailbox): Promise<void> {
  const before = uidValidityOf(connection.client)
  await connection.request(client => client.mailboxOpen(account.folder))
  if (uidValidityOf(connection.client) !== before) throw new Error('The folder was created again on the server.')
}

/** Returns how long to wait before the next connection. */
async function report({ kernel, mailbox, watch, options }: Reading, error: unknown, failures: number): Promise<number> {
  kernel.log.warn({ err: error, mailboxId: mailbox.id }, 'reading a mailbox failed')
  const throttle = throttleOf(error, failures)
  const words = throttle?.words ?? (error instanceof Error ? error.message : String(error))
  await recordReading(kernel, mailbox.id, words).catch(() => {})
  return watch.pauseMs() || throttle?.pauseMs || backOff(failures, options.longestPauseMs)
}
