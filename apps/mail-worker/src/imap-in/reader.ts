import { maxMailBytes } from '@gotrs/core/inbound/deliver'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import type { ImapMailbox } from '@gotrs/core/mailboxes/accounts'
import { noteReading } from '@gotrs/core/mailboxes/cursor'
import { backOff } from '../loop.ts'
import { type Connected, connect } from './connect.ts'
import { readNew, uidValidityOf } from './read-new.ts'
import { type ValidityWatch, watchValidity } from './validity-watch.ts'

export type Reader = { stop(): Promise<void> }

const usualPollMs = 60_000
const longestPauseMs = 2 * 60_000

/** Reads one mailbox until stopped: one connection, IDLE and a poll, and a pause that grows with each failure. */
export function startReader(desk: Kernel, mailbox: ImapMailbox, { pollMs = usualPollMs } = {}): Reader {
  const stopping = new AbortController()
  const watch = watchValidity()
  const withoutContent = new Map<string, number>()
  const run = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        await readUntilEnd({ desk, mailbox, stopping: stopping.signal, watch, withoutContent, pollMs }, () => {
          failures = 0
        })
      } catch (error) {
        if (stopping.signal.aborted) return
        failures += 1
        await report(desk, mailbox, error)
        await sleep(watch.pauseMs() || backOff(failures, longestPauseMs), stopping.signal)
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
  desk: Kernel
  mailbox: ImapMailbox
  stopping: AbortSignal
  watch: ValidityWatch
  withoutContent: Map<string, number>
  pollMs: number
}

async function readUntilEnd(reading: Reading, onSuccess: () => void): Promise<void> {
  const { desk, mailbox, stopping, watch, withoutContent } = reading
  const connected = await connect(mailbox, maxMailBytes)
  const { client, ended } = connected
  const failure = ended.then(error => Promise.reject(error))
  failure.catch(() => {})
  // A command that waits for an answer is cut off by the end of the line.
  const onStop = () => client.close()
  stopping.addEventListener('abort', onStop, { once: true })
  try {
    watch.see(uidValidityOf(client))
    while (!stopping.aborted) {
      const isStopping = () => stopping.aborted
      const news = readNew({ desk, client, mailboxId: mailbox.id, isStopping, withoutContent })
      const isDone = await Promise.race([news, failure])
      if (!isDone) return
      await noteReading(desk, mailbox.id, null)
      onSuccess()
      await untilSomethingComes(connected, reading)
      await Promise.race([refuseNewCount(connected, mailbox), failure])
    }
  } finally {
    stopping.removeEventListener('abort', onStop)
    client.close()
  }
}

/** The server speaks (IDLE), the poll is due, the line is gone, or we are stopped. */
async function untilSomethingComes({ client, ended }: Connected, { stopping, pollMs }: Reading): Promise<void> {
  const over = new AbortController()
  const onExists = () => over.abort()
  client.on('exists', onExists)
  void ended.then(onExists)
  await sleep(pollMs, AbortSignal.any([stopping, over.signal]))
  client.off('exists', onExists)
}

/** A folder that was made anew under an open connection; the next connection starts over. */
async function refuseNewCount({ client }: Connected, { account }: ImapMailbox): Promise<void> {
  const status = await client.status(account.folder, { uidValidity: true })
  const hasChanged = status && status.uidValidity !== undefined && status.uidValidity !== uidValidityOf(client)
  if (hasChanged) throw new Error('The folder was made anew on the server.')
}

async function report(desk: Kernel, mailbox: ImapMailbox, error: unknown): Promise<void> {
  desk.log.warn({ err: error, mailbox: mailbox.name }, 'a mailbox could not be read')
  const words = error instanceof Error ? error.message : String(error)
  await noteReading(desk, mailbox.id, words).catch(() => {})
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
