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

export type Reading = {
  desk: Kernel
  client: ImapFlow
  mailboxId: string
  isStopping: () => boolean
  /** How often a mail that is there was given without content, by its UID; kept from one connection to the next. */
  withoutContent: Map<string, number>
}

/**
 * Everything after the cursor goes into the ledger, oldest first, in small batches; only what is committed there is
 * marked as seen. Returns false when it was stopped before the end.
 */
export async function readNew(reading: Reading): Promise<boolean> {
  const { desk, client, mailboxId } = reading
  const uidValidity = uidValidityOf(client)
  const cursor = await readCursor(desk, mailboxId)
  // Another count: what is in the ledger is known again by Message-ID and hash.
  if (cursor.uidValidity !== uidValidity) await startCursor(desk, mailboxId, uidValidity)
  let after = cursor.uidValidity === uidValidity ? cursor.lastUid : 0
  for (;;) {
    const uids = await uidsAfter(client, after)
    if (uids.length === 0) return true
    const recorded: number[] = []
    for (const uid of uids) {
      if (reading.isStopping()) return false
      if (await readOne(reading, { mailboxId, uidValidity, uid })) recorded.push(uid)
    }
    await markSeen(client, recorded)
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

type Fetched = { content: Buffer; quarantineReason?: string }

/** Returns false where the mail itself is not in the ledger, since it is not there or the server does not give it. */
async function readOne(reading: Reading, place: Place): Promise<boolean> {
  const whole = await fetchMail(reading.client, place.uid)
  const fetched = whole ?? (await standIn(reading, place))
  if (!fetched) return false
  reachPoint('mail fetched')
  await recordInboundMail(reading.desk, {
    ...place,
    ...fetched,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    maxBytes: maxMailBytes + 1024 * 1024,
  })
  reading.withoutContent.delete(nameOf(place))
  return whole !== null
}

/** The size first: a mail that is too large is not fetched. As one literal, so that it is whole or not there. */
async function fetchMail(client: ImapFlow, uid: number): Promise<Fetched | null> {
  const about = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true })
  if (!about) return null
  const size = about.size ?? 0
  const isTooLarge = size > maxMailBytes
  const query = isTooLarge ? { uid: true, headers: true } : { uid: true, source: true }
  const mail = await client.fetchOne(String(uid), query, { uid: true })
  const content = mail && (isTooLarge ? mail.headers : mail.source)
  if (!content || (content.length === 0 && size > 0)) return null
  return isTooLarge ? { content, quarantineReason: tooLarge(size) } : { content }
}

const maxTries = 3

/**
 * For a mail that the server lists but gives no content of: it is asked again on a new connection, and when that does
 * not help a note takes its place in quarantine, so that the mails behind it are read. Null where the mail is gone.
 */
async function standIn({ client, withoutContent }: Reading, place: Place): Promise<Fetched | null> {
  const found = await client.search({ uid: String(place.uid) }, { uid: true })
  if (!Array.isArray(found)) throw new Error('The server did not say which mails there are.')
  if (!found.includes(place.uid)) return null
  const name = nameOf(place)
  const tries = (withoutContent.get(name) ?? 0) + 1
  withoutContent.set(name, tries)
  if (tries < maxTries) throw new Error(`The server gives no content for the mail with UID ${place.uid}.`)
  return {
    content: Buffer.from(`Subject: The mail with UID ${place.uid} (UIDVALIDITY ${place.uidValidity})\r\n\r\n`),
    quarantineReason: `The server gave no content for it, ${tries} times. It has UID ${place.uid} and is still on the server.`,
  }
}

const nameOf = ({ uidValidity, uid }: Place) => `${uidValidity}:${uid}`

const tooLarge = (size: number) =>
  `It has ${size} bytes, more than the ${maxMailBytes} that are read. Here is its header; the mail itself is on the server.`

/** Only a courtesy to people who look into the folder: the cursor counts, not the flag. */
async function markSeen(client: ImapFlow, uids: number[]): Promise<void> {
  const { mailbox } = client
  if (uids.length === 0 || mailbox === false || mailbox.readOnly) return
  await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true })
}
