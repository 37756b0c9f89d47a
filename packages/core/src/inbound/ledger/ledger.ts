import { Readable } from 'node:stream'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { peekMail } from '@gotrs/mail/peek'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { systemActor } from '../../kernel/actor.ts'
import type { StoredBlob } from '../../kernel/blobs.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { reachPoint } from '../../mailboxes/crash-points.ts'
import { type ArrivalRate, countArrival, type Excess } from './arrival-rate.ts'
import { headerColumns, threadColumns } from './header-columns.ts'
import { quarantine } from './quarantine.ts'
import { storableLine } from './storable.ts'

export type MailSource = 'imap' | 'smtp' | 'lmtp' | 'pipe'

export type IncomingMail = {
  source: MailSource
  envelopeFrom: string | null
  content: Readable | Uint8Array
  /** Larger ones are refused with DeskError `too_large`; nothing of them is kept. */
  maxBytes: number
  /** When its server took it in (IMAP's INTERNALDATE); left out where it has just come. */
  arrivedAt?: Date | null
  /** Set where that was before the desk took mail from the mailbox: what its mailbox asked for then. */
  older?: 'open' | 'closed' | null
  /** Who handed it in by SMTP: the address, and the name it gave (EHLO). */
  client?: { address: string; name: string } | null
  /** The rates that it counts towards: what is above one of them is kept at once and filed later. */
  ratesOf?: (fromAddress: string) => readonly ArrivalRate[]
}

export type Recorded = { mailboxId: string; inboundMailId: string; isDuplicate: boolean }

export type ImapPlace = { uidValidity: bigint; uid: number }

/** The job that reads a mail of the ledger. */
export const processTask = 'process_inbound_mail'
/** More than a mail is tried: a job that was cut off by a stop of the program counts as well. */
export const processAttempts = 6

/**
 * Puts a mail into the ledger of one mailbox: first the bytes on disk, then row, cursor and job in one transaction. Only
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

type Delivery = { mailboxId: string; envelopeTo: string[]; place?: ImapPlace | null }
type MailForMailboxes = IncomingMail & { deliveries: Delivery[]; quarantineReason?: string }

/** The same for one mail to several mailboxes: a row for each over the same bytes, all of them or none. */
export async function recordForMailboxes(kernel: Kernel, mail: MailForMailboxes): Promise<Recorded[]> {
  const head: Buffer[] = []
  const blob = await kernel.blobs.put(keepHead(mail.content, head), { maxBytes: mail.maxBytes })
  reachPoint('blob written')
  const stored = { blob, ...headerOf(Buffer.concat(head), blob) }
  const recorded = await kernel.run(systemActor('mail'), uow => recordRows(uow, mail, stored))
  reachPoint('row committed')
  if (recorded.every(it => it.isDuplicate)) await kernel.blobs.remove(blob.key).catch(() => {})
  return recorded
}

/** Where this fails nothing was committed; where the commit itself fails nobody knows, and the bytes have to stay. */
async function recordRows(uow: UnitOfWork, mail: MailForMailboxes, stored: Stored): Promise<Recorded[]> {
  try {
    const rows: Recorded[] = []
    for (const delivery of mail.deliveries) rows.push(await recordRow(uow, mail, delivery, stored))
    await enqueueReading(uow, mail, stored, rows)
    reachPoint('row inserted')
    return rows
  } catch (error) {
    await uow.blobs.remove(stored.blob.key).catch(() => {})
    throw error
  }
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

async function recordRow(uow: UnitOfWork, mail: MailForMailboxes, delivery: Delivery, stored: Stored) {
  const { mailboxId, place } = delivery
  const known = { mailboxId, isDuplicate: true }
  const inserted = await insertRow(uow, mail, delivery, stored)
  if (place) await advanceCursor(uow, mailboxId, place)
  if (!inserted) {
    const sameContent = await mailOfContent(uow, mailboxId, stored)
    if (sameContent) return { ...known, inboundMailId: sameContent }
  }
  // Another account or folder may count with the same UIDVALIDITY (RFC 9051, section 2.3.1.1, makes it unique only
  // within one name): a place that is taken by other content says nothing, and the mail is kept without one.
  const id = inserted ?? (await insertRow(uow, mail, { ...delivery, place: null }, stored))
  if (!id) return { ...known, inboundMailId: await surelyMailOfContent(uow, mailboxId, stored) }
  if (mail.quarantineReason !== undefined) await quarantine(uow, id, mail.quarantineReason)
  return { mailboxId, inboundMailId: id, isDuplicate: false }
}

/** A mail is counted once, whatever the number of its mailboxes; one that is known already is not counted again. */
async function enqueueReading(uow: UnitOfWork, mail: MailForMailboxes, { header }: Stored, rows: Recorded[]) {
  const ids = rows.filter(it => !it.isDuplicate).map(it => it.inboundMailId)
  if (ids.length === 0 || mail.quarantineReason !== undefined) return
  const excess = await countArrival(uow.db, mail.ratesOf?.(header.fromAddress) ?? [], uow.now)
  // The clock of the jobs is that of the machine.
  const runAt = excess ? { runAt: new Date(Date.now() + excess.waitMs) } : {}
  if (excess) await recordWait(uow, ids, excess)
  for (const id of ids) uow.enqueue({ ...processJob(id), ...runAt })
}

async function recordWait(uow: UnitOfWork, ids: string[], { rate, waitMs }: Excess): Promise<void> {
  const at = new Date(uow.now.getTime() + waitMs).toISOString().slice(0, 16).replace('T', ' ')
  const who = rate.of === 'sender' ? 'Its sender writes' : 'The network that it came from sends'
  const reason = `${who} more mail than the limit allows: it is filed at ${at} UTC.`
  await uow.db.update(inboundMails).set({ reason }).where(inArray(inboundMails.id, ids))
}

/** Its id; null where the content or the place is known already. */
async function insertRow(
  uow: UnitOfWork,
  mail: MailForMailboxes,
  { mailboxId, envelopeTo, place }: Delivery,
  stored: Stored,
): Promise<string | null> {
  const [inserted] = await uow.db
    .insert(inboundMails)
    .values({
      id: uow.newId(),
      mailboxId,
      source: mail.source,
      uidValidity: place?.uidValidity ?? null,
      uid: place?.uid ?? null,
      ...stored.header,
      rfcMessageId: stored.rfcMessageId,
      sha256: stored.blob.sha256,
      size: stored.blob.size,
      blobKey: stored.blob.key,
      envelopeFrom: mail.envelopeFrom === null ? null : storableLine(mail.envelopeFrom),
      envelopeTo: envelopeTo.map(storableLine),
      clientAddress: mail.client?.address ?? null,
      clientName: mail.client ? storableLine(mail.client.name) : null,
      arrivedAt: mail.arrivedAt ?? null,
      older: mail.older ?? null,
      receivedAt: uow.now,
    })
    .onConflictDoNothing()
    .returning({ id: inboundMails.id })
  return inserted?.id ?? null
}

export const processJob = (inboundMailId: string) => ({
  task: processTask,
  payload: { inboundMailId },
  key: `inbound:${inboundMailId}`,
  maxAttempts: processAttempts,
})

async function mailOfContent(uow: UnitOfWork, mailboxId: string, { blob, rfcMessageId }: Stored) {
  const [known] = await uow.db
    .select({ id: inboundMails.id })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.mailboxId, mailboxId),
        eq(inboundMails.rfcMessageId, rfcMessageId),
        eq(inboundMails.sha256, blob.sha256),
      ),
    )
  return known?.id ?? null
}

async function surelyMailOfContent(uow: UnitOfWork, mailboxId: string, stored: Stored): Promise<string> {
  const id = await mailOfContent(uow, mailboxId, stored)
  if (!id) throw new Error('A mail is neither new nor known.')
  return id
}

/** Moves only forwards, and only within one UIDVALIDITY: with a new UIDVALIDITY the reader starts again. */
async function advanceCursor(uow: UnitOfWork, mailboxId: string, { uidValidity, uid }: ImapPlace): Promise<void> {
  await uow.db
    .update(mailboxes)
    .set({ lastUid: sql`greatest(${mailboxes.lastUid}, ${uid})` })
    .where(and(eq(mailboxes.id, mailboxId), eq(mailboxes.uidValidity, uidValidity)))
}
