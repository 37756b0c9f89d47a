import { Readable } from 'node:stream'
import { dbOf } from '@gotrs/db/client'
import { peekMail } from '@gotrs/mail/peek'
import { systemActor } from '../../kernel/actor.ts'
import type { StoredBlob } from '../../kernel/blobs.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { newIdAt } from '../../kernel/new-id.ts'
import { isRejected } from '../../kernel/sql-state.ts'
import { reachPoint } from '../../mailboxes/crash-points.ts'
import type { ArrivalRate } from './arrival-rate.ts'
import { headerColumns, threadColumns } from './header-columns.ts'
import { type Insertion, insertMails, type NewMail } from './insert-mails.ts'
import { quarantine } from './quarantine.ts'
import { type ImapPlace, type Recorded, recordMails } from './record-mails.ts'
import { type Started, startedNow } from './start-try.ts'
import { storableLine } from './storable.ts'

export type MailSource = 'imap' | 'smtp' | 'lmtp' | 'pipe'

export type IncomingMail = {
  source: MailSource
  envelopeFrom: string | null
  content: Readable | Uint8Array
  /** Larger ones are rejected with DeskError `too_large`; nothing of them is kept. */
  maxBytes: number
  /** When its server took it in (IMAP's INTERNALDATE); left out where it has just come. */
  arrivedAt?: Date | null
  /** Set where that was before the desk took mail from the mailbox: what its mailbox asked for then. */
  older?: 'open' | 'closed' | null
  /** The SMTP client that sent it: its address, and its name (EHLO). */
  client?: { address: string; name: string } | null
  /** The rates that it counts towards: what is above one of them is kept at once and filed later. */
  ratesOf?: (fromAddress: string) => readonly ArrivalRate[]
  /** Files it in this process while it has room; a job does otherwise. */
  filer?: Filer | undefined
}

/** Files mails of the ledger without a job. Where it fails or ends before that, `resumeMails` gives them one. */
export type Filer = {
  hasRoomFor(mail: { bytes: number }): boolean
  file(mail: Started): void
}

/**
 * Puts a mail into the ledger of one mailbox: first the bytes on disk, then row, cursor and job in one statement. Only
 * after that may it be flagged or acknowledged. A mail that is already there changes nothing but the cursor.
 */
export async function recordInboundMail(
  kernel: Kernel,
  {
    mailboxId,
    envelopeTo,
    uidValidity,
    uid,
    ...mail
  }: IncomingMail & {
    mailboxId: string
    envelopeTo: string[]
    uidValidity?: bigint
    uid?: number
    /** Why it can't be read as a whole; it is then kept as quarantined, and no job reads it. */
    quarantineReason?: string
  },
): Promise<Recorded> {
  const place = uidValidity === undefined || uid === undefined ? null : { uidValidity, uid }
  const [recorded] = await recordForMailboxes(kernel, { ...mail, deliveries: [{ mailboxId, envelopeTo, place }] })
  if (!recorded) throw new Error('A mail was recorded for no mailbox.')
  return recorded
}

type Delivery = { mailboxId: string; envelopeTo: string[]; place?: ImapPlace | null; revision?: string | null }
type MailForMailboxes = IncomingMail & { deliveries: Delivery[]; quarantineReason?: string }

/** The same for one mail to several mailboxes: a row for each over the same bytes. */
export async function recordForMailboxes(kernel: Kernel, mail: MailForMailboxes): Promise<Recorded[]> {
  const head: Buffer[] = []
  const blob = await kernel.blobs.put(keepHead(mail.content, head), { maxBytes: mail.maxBytes })
  reachPoint('blob written')
  const stored = { blob, ...headerOf(Buffer.concat(head), blob) }
  const { quarantineReason: reason } = mail
  const recorded = await (reason === undefined
    ? recordUnread(kernel, mail, stored)
    : recordInQuarantine(kernel, mail, stored, reason))
  reachPoint('row committed')
  if (recorded.every(it => it.isDuplicate)) await kernel.blobs.remove(blob.key).catch(() => {})
  return recorded
}

/** Of several mailboxes all rows are inserted or none. */
async function recordUnread(kernel: Kernel, mail: MailForMailboxes, stored: Stored): Promise<Recorded[]> {
  const now = kernel.now()
  const rates = mail.ratesOf?.(stored.header.fromAddress) ?? []
  let isInserted = false
  const insert = async (mails: NewMail[]) => {
    const filer = mail.filer?.hasRoomFor({ bytes: stored.blob.size }) ? mail.filer : null
    const insertion = { mails, rates, now, hasJob: filer === null }
    const inserted = await insertAtOnce(kernel, insertion, isInserted ? null : stored.blob.key)
    isInserted ||= inserted.size > 0
    for (const it of mails) {
      const { waits, authservId } = inserted.get(it.id) ?? { waits: true, authservId: null }
      if (!waits) filer?.file(startedNow(it, authservId))
    }
    return inserted
  }
  return recordMails(kernel.db, newMails(mail, stored, now), insert)
}

/**
 * One statement, and so one transaction. The bytes are deleted only where it is certain that nothing was committed;
 * `blobKey` is null where another row has them.
 */
async function insertAtOnce(kernel: Kernel, insertion: Insertion, blobKey: string | null) {
  const client = await kernel.pool.connect().catch(error => deleteBytes(kernel, blobKey, error))
  try {
    const answer = insertMails(dbOf(client), insertion)
    // What is sent in one turn leaves at its end.
    process.nextTick(() => reachPoint('row sent'))
    return await answer
  } catch (error) {
    if (isRejected(error)) await deleteBytes(kernel, blobKey, error)
    throw error
  } finally {
    client.release()
  }
}

async function deleteBytes({ blobs }: Pick<Kernel, 'blobs'>, blobKey: string | null, error: unknown): Promise<never> {
  if (blobKey !== null) await blobs.remove(blobKey).catch(() => {})
  throw error
}

/** No job reads it. */
function recordInQuarantine(kernel: Kernel, mail: MailForMailboxes, stored: Stored, reason: string) {
  return kernel.run(systemActor('mail'), async uow => {
    const { db, now } = uow
    const insert = (mails: NewMail[]) => insertMails(db, { mails, rates: [], now, hasJob: false })
    const recorded = await recordMails(db, newMails(mail, stored, now), insert)
    for (const it of recorded) if (!it.isDuplicate) await quarantine(uow, it.inboundMailId, reason)
    return recorded
  })
}

const headBytes = 256 * 1024

/** Passes the bytes through and keeps a copy of the first ones, which contain the Message-ID. */
function keepHead(content: Readable | Uint8Array, head: Buffer[]): Readable {
  let room = headBytes
  return Readable.from(
    (async function* () {
      for await (const chunk of content instanceof Uint8Array ? [content] : content) {
        if (room > 0) head.push(Buffer.from(chunk.subarray(0, room)))
        room -= chunk.length
        yield chunk
      }
    })(),
    { objectMode: false },
  )
}

type Header = ReturnType<typeof headerColumns> & ReturnType<typeof threadColumns>
type Stored = { blob: StoredBlob; rfcMessageId: string; header: Header }

function headerOf(head: Buffer, { sha256 }: StoredBlob): Omit<Stored, 'blob'> {
  const peeked = peekMail(head)
  const rfcMessageId = storableLine(peeked.messageId ?? '') || `<${sha256}@no-message-id.invalid>`
  return { rfcMessageId, header: { ...headerColumns(peeked), ...threadColumns(peeked) } }
}

const newMails = (mail: MailForMailboxes, { header, rfcMessageId, blob }: Stored, now: Date): NewMail[] =>
  mail.deliveries.map(({ mailboxId, envelopeTo, place = null, revision = null }) => ({
    ...header,
    id: newIdAt(now),
    mailboxId,
    source: mail.source,
    uidValidity: place?.uidValidity ?? null,
    uid: place?.uid ?? null,
    cursor: place,
    revision,
    rfcMessageId,
    sha256: blob.sha256,
    size: blob.size,
    blobKey: blob.key,
    envelopeFrom: mail.envelopeFrom === null ? null : storableLine(mail.envelopeFrom),
    envelopeTo: envelopeTo.map(storableLine),
    clientAddress: mail.client?.address ?? null,
    clientName: mail.client ? storableLine(mail.client.name) : null,
    arrivedAt: mail.arrivedAt ?? null,
    older: mail.older ?? null,
    receivedAt: now,
  }))
