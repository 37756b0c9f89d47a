import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { senderRate } from '@gotrs/core/inbound/ledger/arrival-rate'
import { type Filer, recordInboundMail } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { reachPoint } from '@gotrs/core/mailboxes/crash-points'
import { type ImapCursor, readCursor, skipOlderMail, startCursor } from '@gotrs/core/mailboxes/cursor'
import { isOlder } from '@gotrs/core/mailboxes/older-mail'
import type { ImapConnection } from './connection.ts'
import { type FetchedMail, type FetchResult, fetchMail } from './fetch-mail.ts'
import { alreadyRead, type Listed, listMails, listSize } from './list-mails.ts'
import { moveImported } from './move-imported.ts'
import { uidsAfter, uidValidityOf } from './uids.ts'

const batchSize = 25

export type Reading = {
  kernel: Kernel
  connection: ImapConnection
  mailboxId: string
  stopping: AbortSignal
  /** How often the server sent a mail without content, by its UID; kept from one connection to the next. */
  withoutContent: Map<string, number>
  /** The folder to which a mail moves when it is in the ledger; empty: it stays. */
  moveTo: string
  /** How many mails of one sender are filed in an hour; 0: no limit. */
  perSender: number
  /** Files the mails in this process. */
  filer?: Filer | undefined
}

/** `isDone`: false if it was stopped before the end. `note`: a message for the admin although all mail was imported. */
export type Read = { isDone: boolean; note: string | null }

/**
 * Imports all mail after the cursor into the ledger, oldest first, in small batches; marks mail as seen and moves it only
 * after the commit. Skips old mail that the mailbox does not import.
 */
export async function readNew(reading: Reading): Promise<Read> {
  const { kernel, connection, mailboxId } = reading
  const uidValidity = uidValidityOf(connection.client)
  const cursor = await readCursor(kernel, mailboxId)
  if (!cursor) return { isDone: true, note: null }
  // A new UIDVALIDITY: Message-ID and hash identify the mails that are in the ledger already.
  if (cursor.uidValidity !== uidValidity && !(await startCursor(kernel, mailboxId, { ...cursor, uidValidity }))) {
    return readNew(reading)
  }
  let after = cursor.uidValidity === uidValidity ? cursor.lastUid : 0
  let note: string | null = null
  for (;;) {
    const uids = await uidsAfter(connection, after)
    if (uids.length === 0) return { isDone: true, note }
    for (let index = 0; index < uids.length; index += listSize) {
      const some = await readSome(reading, { ...cursor, uidValidity }, uids.slice(index, index + listSize))
      if (!some.isDone) return { isDone: false, note }
      note = some.note ?? note
    }
    after = uids.at(-1) ?? after
  }
}

type Folder = ImapCursor & { uidValidity: bigint }

async function readSome(reading: Reading, folder: Folder, uids: number[]): Promise<Read> {
  const { kernel, connection, mailboxId, stopping } = reading
  if (stopping.aborted) return { isDone: false, note: null }
  const listed = await listMails(connection, uids)
  const wanted = folder.olderMail === 'none' ? listed.filter(it => !isOld(folder, it)) : listed
  let note: string | null = null
  let isAllRead = wanted.length === uids.length
  for (let index = 0; index < wanted.length; index += batchSize) {
    const some = wanted.slice(index, index + batchSize)
    const known = await alreadyRead(kernel, connection, { mailboxId, uidValidity: folder.uidValidity }, some)
    const unread = some.filter(it => !known.has(it.uid))
    const batch = await readBatch(reading, folder, unread)
    if (!batch.isDone) return { isDone: false, note }
    note = batch.note ?? note
    isAllRead &&= known.size === 0
  }
  if (!isAllRead) await skipOlderMail(kernel, mailboxId, { ...folder, uid: uids.at(-1) ?? 0 })
  return { isDone: true, note }
}

const isOld = ({ takesMailFrom }: ImapCursor, { arrivedAt }: Listed): boolean =>
  arrivedAt !== null && isOlder(arrivedAt, takesMailFrom)

/** The ledger stores this decision, because the setting of the mailbox may change before the mail is filed. */
const importAsOf = (folder: ImapCursor, mail: Listed): Place['older'] =>
  folder.olderMail !== 'none' && isOld(folder, mail) ? folder.olderMail : null

async function readBatch(reading: Reading, folder: Folder, mails: Listed[]): Promise<Read> {
  const whole: number[] = []
  const inPart: number[] = []
  for (const mail of mails) {
    if (reading.stopping.aborted) return { isDone: false, note: null }
    const { uid, arrivedAt } = mail
    const place = { mailboxId: reading.mailboxId, uidValidity: folder.uidValidity, uid }
    const kept = await readOne(reading, { ...place, arrivedAt, older: importAsOf(folder, mail) })
    if (kept === 'complete') whole.push(uid)
    else if (kept === 'header only') inPart.push(uid)
  }
  await markSeen(reading.connection, [...whole, ...inPart])
  reachPoint('batch flagged')
  const note = reading.moveTo === '' ? null : await moveImported(reading.connection, whole, reading.moveTo)
  return { isDone: true, note }
}

type Place = {
  mailboxId: string
  uidValidity: bigint
  uid: number
  arrivedAt: Date | null
  older: 'open' | 'closed' | null
}

async function readOne(reading: Reading, place: Place): Promise<FetchResult> {
  const record = (mail: FetchedMail) => recordMail(reading, place, mail)
  const result = await fetchMail({ connection: reading.connection, uid: place.uid, stopping: reading.stopping, record })
  const note = result === 'nothing' ? await noteInstead(reading, place) : null
  if (note) await record(note)
  if (note || result !== 'nothing') reading.withoutContent.delete(nameOf(place))
  return result
}

/**
 * Only the header names the sender, so mail above the rate is delayed and never rejected. Old mail does not count towards
 * the sender's rate, because it would delay the sender's new mail.
 */
async function recordMail({ kernel, perSender, filer }: Reading, place: Place, mail: FetchedMail): Promise<void> {
  reachPoint('mail fetched')
  await recordInboundMail(kernel, {
    ...place,
    ...mail,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    maxBytes: maxMailBytes + 1024 * 1024,
    filer,
    ratesOf: fromAddress => (place.older ? [] : senderRate('imap', fromAddress, perSender)),
  })
}

const maxTries = 3

/**
 * For a mail that the server lists but sends without content: fetches it again on a new connection, and then stores a note
 * in quarantine instead, so that it does not block later mails. Null if the mail no longer exists.
 */
async function noteInstead({ connection, withoutContent }: Reading, place: Place): Promise<FetchedMail | null> {
  const found = await connection.request(client => client.search({ uid: String(place.uid) }, { uid: true }))
  if (!Array.isArray(found)) throw new Error('The server did not list its mails.')
  if (!found.includes(place.uid)) return null
  const name = nameOf(place)
  const tries = (withoutContent.get(name) ?? 0) + 1
  withoutContent.set(name, tries)
  if (tries < maxTries) throw new Error(`The server sends no content for the mail with UID ${place.uid}.`)
  return {
    content: Buffer.from(`Subject: The mail with UID ${place.uid} (UIDVALIDITY ${place.uidValidity})\r\n\r\n`),
    quarantineReason: `The server sent no content for it in ${tries} attempts. It has UID ${place.uid} and is still on the server.`,
  }
}

const nameOf = ({ uidValidity, uid }: Pick<Place, 'uidValidity' | 'uid'>) => `${uidValidity}:${uid}`

/** Only for people who look into the folder: the cursor counts, not the flag. */
async function markSeen(connection: ImapConnection, uids: number[]): Promise<void> {
  const { mailbox } = connection.client
  if (uids.length === 0 || mailbox === false || mailbox.readOnly) return
  await connection.request(client => client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }))
}
