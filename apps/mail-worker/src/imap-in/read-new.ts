import { maxMailBytes } from '@gotrs/core/inbound/deliver'
import { recordInboundMail } from '@gotrs/core/inbound/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { reachPoint } from '@gotrs/core/mailboxes/crash-points'
import { readCursor, startCursor } from '@gotrs/core/mailboxes/cursor'
import type { ImapFlow } from 'imapflow'

const batchSize = 25

/** The server's count of the open folder. */
export const uidValidityOf = (client: ImapFlow): bigint => {
  if (!client.mailbox) throw new Error('No folder is open.')
  return client.mailbox.uidValidity
}

/**
 * Everything after the cursor goes into the ledger, oldest first, in small batches; only what is committed there is
 * marked as seen. Returns false when it was stopped before the end.
 */
export async function readNew(
  desk: Kernel,
  client: ImapFlow,
  mailboxId: string,
  isStopping: () => boolean,
): Promise<boolean> {
  const uidValidity = uidValidityOf(client)
  const cursor = await readCursor(desk, mailboxId)
  // Another count: what is in the ledger is known again by Message-ID and hash.
  if (cursor.uidValidity !== uidValidity) await startCursor(desk, mailboxId, uidValidity)
  let after = cursor.uidValidity === uidValidity ? cursor.lastUid : 0
  for (;;) {
    const uids = await uidsAfter(client, after)
    if (uids.length === 0) return true
    for (const uid of uids) {
      if (isStopping()) return false
      await readOne(desk, client, { mailboxId, uidValidity, uid })
    }
    await markSeen(client, uids)
    reachPoint('batch flagged')
    after = uids.at(-1) ?? after
  }
}

/** `N:*` names the last mail even when its UID is below N (RFC 9051, section 9, seq-range). */
async function uidsAfter(client: ImapFlow, after: number): Promise<number[]> {
  const found = await client.search({ uid: `${after + 1}:*` }, { uid: true })
  if (!Array.isArray(found)) throw new Error('The server did not say which mails there are.')
  return found
    .filter(uid => uid > after)
    .sort((a, b) => a - b)
    .slice(0, batchSize)
}

type Place = { mailboxId: string; uidValidity: bigint; uid: number }

/** The size first: a mail that is too large is not fetched. As one literal, so that it is whole or not there. */
async function readOne(desk: Kernel, client: ImapFlow, place: Place): Promise<void> {
  const range = String(place.uid)
  const about = await client.fetchOne(range, { uid: true, size: true }, { uid: true })
  // Removed by somebody meanwhile.
  if (!about) return
  const isTooLarge = (about.size ?? 0) > maxMailBytes
  const query = isTooLarge ? { uid: true, headers: true } : { uid: true, source: true }
  const mail = await client.fetchOne(range, query, { uid: true })
  const content = mail && (isTooLarge ? mail.headers : mail.source)
  if (!content) return
  reachPoint('mail fetched')
  await recordInboundMail(desk, {
    ...place,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    content,
    maxBytes: maxMailBytes + 1024 * 1024,
    ...(isTooLarge ? { quarantineReason: tooLarge(about.size ?? 0) } : {}),
  })
}

const tooLarge = (size: number) =>
  `It has ${size} bytes, more than the ${maxMailBytes} that are read. Here is its header; the mail itself is on the server.`

/** Only a courtesy to people who look into the folder: the cursor counts, not the flag. */
async function markSeen(client: ImapFlow, uids: number[]): Promise<void> {
  const { mailbox } = client
  if (mailbox === false || mailbox.readOnly) return
  await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true })
}
