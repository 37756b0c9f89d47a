import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type ImapMailbox, imapMailboxes } from '@gotrs/core/mailboxes/accounts'
import { createLoop, type Loop } from '../loop.ts'
import type { ProcessLocks } from '../process-locks.ts'
import { type Reader, type ReaderOptions, startReader } from './reader.ts'

/** How long a mailbox has no reader after its mail-worker was killed. */
const lookAgainMs = 3_000

/**
 * One reader per mailbox with IMAP settings; a mailbox whose settings change gets a new one. Only one of several
 * mail-workers reads a mailbox, because servers limit connections; the others wait to take over.
 */
export function startReaders(kernel: Kernel, locks: ProcessLocks, options: Partial<ReaderOptions> = {}): Loop {
  const readers = new Map<string, { revision: string; reader: Reader }>()
  const loop = createLoop(kernel, 'the mailboxes', async isStopping => {
    const wanted = new Map((await imapMailboxes(kernel)).map(it => [it.id, it]))
    const leaving = [...readers].filter(([id, { revision }]) => wanted.get(id)?.revision !== revision)
    await Promise.all(leaving.map(([id]) => end(id)))
    for (const [id] of leaving) if (!wanted.has(id)) await locks.release(nameOf(id))
    for (const mailbox of wanted.values()) if (!isStopping()) await begin(mailbox)
    return lookAgainMs
  })
  const begin = async (mailbox: ImapMailbox) => {
    const isOurs = await locks.tryAcquire(nameOf(mailbox.id))
    if (!isOurs) return end(mailbox.id)
    if (readers.has(mailbox.id)) return
    readers.set(mailbox.id, { revision: mailbox.revision, reader: startReader(kernel, mailbox, options) })
  }
  const end = async (id: string) => {
    const { reader } = readers.get(id) ?? {}
    readers.delete(id)
    await reader?.stop()
  }
  const endAll = () => Promise.all([...readers.keys()].map(end))
  // Another mail-worker may read them from now on.
  locks.onLoss(() => {
    void endAll()
  })
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await endAll()
    },
  }
}

const nameOf = (mailboxId: string) => `read mailbox ${mailboxId}`
