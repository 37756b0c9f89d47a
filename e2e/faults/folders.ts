import type { Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import type { FaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { ImapFlow } from 'imapflow'

/** A mailbox of the desk, and its folder on the IMAP server. */
export type Box = { id: string; name: string; address: string; folder: string; proxy: FaultyProxy }

/** The Message-ID of each UID, for every UIDVALIDITY that the folder ever had: `mailbox uidvalidity uid` → id. */
export type UidMap = Map<string, string>

async function withFolder<T>(dovecot: Dovecot, box: Box, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: box.name, pass: dovecot.password }
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout()
  }
}

/** Connects directly and not through the proxy, so that it always works. */
export async function createFolder(dovecot: Dovecot, box: Box): Promise<void> {
  await withFolder(dovecot, box, client => client.mailboxCreate(box.folder))
}

/** Records the UID of each mail; returns the Message-IDs of those that are marked as seen. */
export function recordUids(dovecot: Dovecot, box: Box, uidMap: UidMap): Promise<string[]> {
  return withFolder(dovecot, box, async client => {
    const { uidValidity, exists } = await client.mailboxOpen(box.folder, { readOnly: true })
    if (exists === 0) return []
    const seen: string[] = []
    for await (const mail of client.fetch('1:*', { uid: true, flags: true, envelope: true })) {
      const messageId = mail.envelope?.messageId
      // A response about flags that another connection changed has no envelope (RFC 9051, section 7.5.2).
      if (!messageId) continue
      uidMap.set(`${box.name} ${uidValidity} ${mail.uid}`, messageId)
      if (mail.flags?.has('\\Seen')) seen.push(messageId)
    }
    return seen
  })
}

/** Creates the folder again with the same mails, which changes its UIDVALIDITY (RFC 9051, section 2.3.1.1). */
export async function recreateFolder(dovecot: Dovecot, box: Box, uidMap: UidMap): Promise<void> {
  await recordUids(dovecot, box, uidMap)
  await withFolder(dovecot, box, async client => {
    await client.mailboxCreate('Recreated')
    const { exists } = await client.mailboxOpen(box.folder)
    if (exists > 0) await client.messageCopy('1:*', 'Recreated')
    await client.mailboxClose()
    await client.mailboxDelete(box.folder)
    await client.mailboxRename('Recreated', box.folder)
  })
}

/** Dovecot delivers to INBOX while it does not know a new folder yet: this moves the mail to the folder. */
export function moveMisplaced(dovecot: Dovecot, box: Box): Promise<void> {
  return withFolder(dovecot, box, async client => {
    const { exists } = await client.mailboxOpen('INBOX')
    if (exists > 0) await client.messageMove('1:*', box.folder)
  })
}
