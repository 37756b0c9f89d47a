import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type ImapMailbox, imapMailboxes } from '@gotrs/core/mailboxes/accounts'
import { createLoop, type Loop } from '../loop.ts'
import { type Reader, startReader } from './reader.ts'

const lookAgainMs = 30_000

/** One reader per mailbox that has IMAP settings; a mailbox whose settings change gets a new one. */
export function startReaders(desk: Kernel): Loop {
  const readers = new Map<string, { revision: string; reader: Reader }>()
  const loop = createLoop(desk, 'the mailboxes', async () => {
    const wanted = new Map((await imapMailboxes(desk)).map(it => [it.id, it]))
    const leaving = [...readers].filter(([id, { revision }]) => wanted.get(id)?.revision !== revision)
    await Promise.all(leaving.map(([id]) => end(id)))
    for (const mailbox of wanted.values()) begin(mailbox)
    return lookAgainMs
  })
  const begin = (mailbox: ImapMailbox) => {
    if (readers.has(mailbox.id)) return
    readers.set(mailbox.id, { revision: mailbox.revision, reader: startReader(desk, mailbox) })
  }
  const end = async (id: string) => {
    const { reader } = readers.get(id) ?? {}
    readers.delete(id)
    await reader?.stop()
  }
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await Promise.all([...readers.keys()].map(end))
    },
  }
}
