import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { senderRate } from '@gotrs/core/inbound/ledger/arrival-rate'
import { recordInboundMail } from '@gotrs/core/inbound/ledger/ledger'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { reachPoint } from '@gotrs/core/mailboxes/crash-points'
import { type ImapCursor, readCursor, skipOlderMail, startCursor } from '@gotrs/core/mailboxes/cursor'
import { isOlder } from '@gotrs/core/mailboxes/older-mail'
import { type Fetched, type Taken, takeMail } from './fetch-mail.ts'
import type { Line } from './line.ts'
import { moveAway } from './move-away.ts'
import { alreadyRead, type Listed, surveyMails, surveySize } from './survey.ts'
import { uidsAfter, uidValidityOf } from './uids.ts'

const batchSize = 25

export type Reading = {
  kernel: Kernel
  line: Line
  mailboxId: string
  stopping: AbortSignal
  /** How often the server sent a mail without content, by its UID; kept from one connection to the next. */
  withoutContent: Map<string, number>
  /** The folder to which a mail moves when it is in the ledger; empty: it stays. */
  moveTo: string
  /** How many mails of one sender are filed in an hour; 0: no limit. */
  perSender: number
}

/** `isDone`: false if it was stopped before the end. `note`: a message for the admin although all mail was imported. */
export type Read = { isDone: boolean; note: string | null }

/**
 * Imports all mail after the cursor into the ledger, oldest first, in small batches; marks mail as seen and moves it only
 * after the commit. Skips old mail that the mailbox does not import.
 */
export async function readNew(reading: Reading): Promise<Read> {
  const { kernel, line, mailboxId } = reading
  const uidValidity = uidValidityOf(line.client)
  const cursor = await readCursor(kernel, mailboxId)
  if (!cursor) return { isDone: true, note: null }
  // A new UIDVALIDITY: Message-ID and hash identify the mails that are in the ledger already.
  if (cursor.uidValidity !== uidValidity && !(await startCursor(kernel, mailboxId, { ...cursor, uidValidity }))) {
    return readNew(reading)
  }
  let after = cursor.uidValidity === uidValidity ? cursor.lastUid : 0
  let note: string | null = null
  for (;;) {
    const uids = await uidsAfter(line, after)
    if (uids.length === 0) return { isDone: true, note }
    for (let index = 0; index < uids.length; index += surveySize) {
      const some = await readSome(reading, { ...cursor, uidValidity }, uids.slice(index, index + surveySize))
      if (!some.isDone) return { isDone: false, note }
      note = some.note ?? note
    }
    after = uids.at(-1) ?? after
  }
}

type Folder = ImapCursor & { uidValidity: bigint }

async function readSome(reading: Reading, folder: Folder, uids: number[]): Promise<Read> {
  const { kernel, line, mailboxId, stopping } = reading
  if (stopping.aborted) return { isDone: false, note: null }
  const listed = await surveyMails(line, uids)
  const wanted = folder.olderMail === 'none' ? listed.filter(it => !isOld(folder, it)) : listed
  let note: string | null = null
  let isAllRead = wanted.length === uids.length
  for (let index = 0; index < wanted.length; index += batchSize) {
    const some = wanted.slice(index, index + batchSize)
    const known = await alreadyRead(kernel, line, { mailboxId, uidValidity: folder.uidValidity }, some)
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
const olderOf = (folder: ImapCursor, mail: Listed): Place['older'] =>
  folder.olderMail !== 'none' && isOld(folder, mail) ? folder.olderMail : null

async function readBatch(reading: Reading, folder: Folder, mails: Listed[]): Promise<Read> {
  const whole: number[] = []
  const inPart: number[] = []
  for (const mail of mails) {
    if (reading.stopping.aborted) return { isDone: false, note: null }
    const { uid, arrivedAt } = mail
    const place = { mailboxId: reading.mailboxId, uidValidity: folder.uidValidity, uid }
    const kept = await readOne(reading, { ...place, arrivedAt, older: olderOf(folder, mail) })
    if (kept === 'whole') whole.push(uid)
    else if (kept === 'in part') inPart.push(uid)
  }
  await markSeen(reading.line, [...whole, ...inPart])
  reachPoint('batch flagged')
  const note = reading.moveTo === '' ? null : await moveAway(reading.line, whole, reading.moveTo)
  return { isDone: true, note }
}

type Place = {
  mailboxId: string
  uidValidity: bigint
  uid: number
  arrivedAt: Date | null
  older: 'open' | 'closed' | null
}

async function readOne(reading: Reading, place: Place): Promise<Taken> {
  const record = (mail: Fetched) => recordMail(reading, place, mail)
  const taken = await takeMail({ line: reading.line, uid: place.uid, stopping: reading.stopping, record })
  const note = taken === 'nothing' ? await standIn(reading, place) : null
  if (note) await record(note)
  if (note || taken !== 'nothing') reading.withoutContent.delete(nameOf(place))
  return taken
}

/**
 * Only the header names the sender, so mail above the rate is delayed and never rejected. Old mail does not count towards
 * the sender's rate, because it would delay the sender's new mail.
 */
async function recordMail({ kernel, perSender }: Reading, place: Place, mail: Fetched): Promise<void> {
  reachPoint('mail fetched')
  await recordInboundMail(kernel, {
    ...place,
    ...mail,
    source: 'imap',
    envelopeFrom: null,
    envelopeTo: [],
    maxBytes: maxMailBytes + 1024 * 1024,
    ratesOf: fromAddress => (place.older ? [] : senderRate('imap', fromAddress, perSender)),
  })
}

const maxTries = 3

/**
 * For a mail that the server lists but sends without content: fetches it again on a new connection, and then stores a note
 * in quarantine instead, so that it does not block later mails. Null if the mail no longer exists.
 */
async function standIn({ line, withoutContent }: Reading, place: Place): Promise<Fetched | null> {
  const found = await line.ask(client => client.search({ uid: String(place.uid) }, { uid: true }))
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
async function markSeen(line: Line, uids: number[]): Promise<void> {
  const { mailbox } = line.client
  if (uids.length === 0 || mailbox === false || mailbox.readOnly) return
  await line.ask(client => client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }))
}
