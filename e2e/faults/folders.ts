import type { Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { ImapFlow } from 'imapflow'
import type { Line } from './line.ts'

/** A mailbox of the desk, and the folder on the IMAP server that it is read from. */
export type Box = { id: string; name: string; address: string; folder: string; line: Line }

/** Which Message-ID stands at which place, at every count that the folder ever had: `mailbox uidvalidity uid` → id. */
export type Places = Map<string, string>

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

/** Past the line, so that it is there whatever the line does. */
export async function makeFolder(dovecot: Dovecot, box: Box): Promise<void> {
  await withFolder(dovecot, box, client => client.mailboxCreate(box.folder))
}

/** Notes where each mail stands; returns the Message-IDs of those that are marked as seen. */
export function notePlaces(dovecot: Dovecot, box: Box, places: Places): Promise<string[]> {
  return withFolder(dovecot, box, async client => {
    const { uidValidity, exists } = await client.mailboxOpen(box.folder, { readOnly: true })
    if (exists === 0) return []
    const seen: string[] = []
    for await (const mail of client.fetch('1:*', { uid: true, flags: true, envelope: true })) {
      const messageId = mail.envelope?.messageId
      // What another connection flags meanwhile is told in between, by its flags alone (RFC 9051, section 7.5.2).
      if (!messageId) continue
      places.set(`${box.name} ${uidValidity} ${mail.uid}`, messageId)
      if (mail.flags?.has('\\Seen')) seen.push(messageId)
    }
    return seen
  })
}

/** The folder is made anew with the same mails, which the server then counts anew (RFC 9051, section 2.3.1.1). */
export async function countAnew(dovecot: Dovecot, box: Box, places: Places): Promise<void> {
  await notePlaces(dovecot, box, places)
  await withFolder(dovecot, box, async client => {
    await client.mailboxCreate('Anew')
    const { exists } = await client.mailboxOpen(box.folder)
    if (exists > 0) await client.messageCopy('1:*', 'Anew')
    await client.mailboxClose()
    await client.mailboxDelete(box.folder)
    await client.mailboxRename('Anew', box.folder)
  })
}

/** Dovecot puts a mail into INBOX when it does not yet know of the folder that was made a moment ago: back into it. */
export function returnStrays(dovecot: Dovecot, box: Box): Promise<void> {
  return withFolder(dovecot, box, async client => {
    const { exists } = await client.mailboxOpen('INBOX')
    if (exists > 0) await client.messageMove('1:*', box.folder)
  })
}
