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
  /** How often a mail that is there was given without content, by its UID; kept from one connection to the next. */
  withoutContent: Map<string, number>
  /** Where a mail goes once it is in the ledger; empty: it stays. */
  moveTo: string
  /** How many mails of one sender are filed within an hour; 0: all of them. */
  perSender: number
}

/** `isDone`: false when it was stopped before the end. `note`: what the admin should know although all was read. */
export type Read = { isDone: boolean; note: string | null }

/**
 * Everything after the cursor goes into the ledger, oldest first, in small batches; only what is committed there is
 * marked as seen, and moved. Old mail that nobody asked for is passed over, and stays as it is.
 */
export async function readNew(reading: Reading): Promise<Read> {
  const { kernel, line, mailboxId } = reading
  const uidValidity = uidValidityOf(line.client)
  const cursor = await readCursor(kernel, mailboxId)
  if (!cursor) return { isDone: true, note: null }
  // Another count: what is in the ledger is known again by Message-ID and hash.
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

/** What is decided here goes into the ledger: the mailbox may ask for something else by the time the mail is filed. */
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
 * Who wrote it is claimed by its header alone, so that it is only filed later and never refused. Old mail does not count
 * towards the sender's rate: it would hold up what the sender writes now.
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
 * For a mail that the server lists but gives no content of: it is asked again on a new connection, and when that does
 * not help a note takes its place in quarantine, so that the mails behind it are read. Null where the mail is gone.
 */
async function standIn({ line, withoutContent }: Reading, place: Place): Promise<Fetched | null> {
  const found = await line.ask(client => client.search({ uid: String(place.uid) }, { uid: true }))
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

const nameOf = ({ uidValidity, uid }: Pick<Place, 'uidValidity' | 'uid'>) => `${uidValidity}:${uid}`

/** Only a courtesy to people who look into the folder: the cursor counts, not the flag. */
async function markSeen(line: Line, uids: number[]): Promise<void> {
  const { mailbox } = line.client
  if (uids.length === 0 || mailbox === false || mailbox.readOnly) return
  await line.ask(client => client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }))
}
