import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import type { SenderVerdict } from '@gotrs/mail/authentication/sender-authentication'
import { parseMail } from '@gotrs/mail/parse'
import { and, desc, eq, ne, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storableLine } from '../ledger/storable.ts'
import type { Filing, FilingRule } from './filing.ts'
import { ended } from './outcome.ts'

/** The same mail has come before, by another way, to people who see it there. */
export const duplicateRule: FilingRule = async (_uow, filing) => {
  for (const twin of await filing.standIns()) {
    if (!(await isSeenHere(twin, filing))) continue
    return ended('duplicate', 'The same mail is in this ticket already.', {
      ticketId: twin.ticketId,
      rule: 'message_id',
    })
  }
  return null
}

/** The bytes of each are read. One mail comes by a few ways; a device that sends one again and again is filed each time. */
const maxCompared = 5

/** The same mail as it was filed before, as far as it may stand for this one. */
export async function standInsOf(uow: UnitOfWork, filing: Filing): Promise<Twin[]> {
  const standIns: Twin[] = []
  for (const twin of (await filing.twins()).alike.slice(0, maxCompared)) {
    if (!(await standsFor(twin, filing)) || !(await hasSameSubject(uow, twin, filing.read.mail.subject))) continue
    standIns.push(twin)
  }
  return standIns
}

/**
 * A mail to several departments reaches each of them, so it is told once for each queue: not again where it came to the
 * same mailbox or queue, is by now in this queue, or belongs to that ticket anyway. What an agent wrote or forwarded was
 * done when it came first.
 */
async function isSeenHere(twin: Twin, { row, mailbox, thread }: Filing): Promise<boolean> {
  const { queueId } = mailbox
  if (twin.isByAgent || twin.mailboxId === row.mailboxId) return true
  if (twin.queueId === queueId || twin.mailboxQueueId === queueId) return true
  const decision = await thread()
  return decision.kind !== 'new' && decision.ticketId === twin.ticketId
}

const rank: Record<SenderVerdict, number> = { contradicted: 0, unknown: 1, authenticated: 2 }

/**
 * A stranger who knows a mail can bring a copy of it first, with a worse sender or held where the mail does not belong. A
 * mail may be dropped only for one that is believed as far, and that people see or that waits where this one would wait.
 */
async function standsFor(twin: Twin, filing: Filing): Promise<boolean> {
  if (rank[twin.verdict ?? 'unknown'] < rank[filing.sender.verdict]) return false
  if (!twin.isHeld) return true
  const decision = await filing.thread()
  if (decision.kind === 'held') return decision.ticketId === twin.ticketId
  return decision.kind === 'new' && filing.sender.verdict === 'contradicted' && twin.outcome === 'created'
}

/**
 * Mails under one Message-ID, and mails that name one another or a third, are filed one after the other, whatever mailbox
 * they came to. The locks are always taken in one order, so that two mails never wait for each other.
 */
export async function lockConversation(
  uow: UnitOfWork,
  { rfcMessageId, threadIds }: Pick<Filing['row'], 'rfcMessageId' | 'threadIds'>,
): Promise<void> {
  const ids = sql.param([rfcMessageId, ...threadIds])
  await uow.db.execute(sql`select pg_advisory_xact_lock(key) from (
    select distinct hashtextextended('gotrs:mail:' || id, 0) as key from unnest(${ids}::text[]) id order by key offset 0) keys`)
}

export type Twin = {
  ticketId: string
  ticketNumber: number
  queueId: string
  /** Where it came in. */
  mailboxId: string
  mailboxQueueId: string
  /** An agent answered or forwarded something by it. */
  isByAgent: boolean
  isHeld: boolean
  /** How far its sender is believed. Null where it was read before the desk told. */
  verdict: SenderVerdict | null
  outcome: string | null
  blobKey: string | null
  subject: string
}

export type Twins = {
  /** Mails with the same Message-ID, sender, text and files. */
  alike: Twin[]
  /** Another mail came under the same Message-ID. */
  hasNamesake: boolean
}

type Mail = {
  id: string
  rfcMessageId: string | null
  sender: string
  text: string
  html: string | null
  quotedText: string | null
  attachments: { sha256: string }[]
}

/**
 * The same mail, come to another mailbox or by another way. Devices send every mail under one Message-ID: only what is
 * the same in all that people see of it may be dropped.
 */
export async function findTwins(uow: UnitOfWork, mail: Mail): Promise<Twins> {
  const rows = await namesakes(uow, mail)
  const files = namesOf(mail.attachments.map(it => it.sha256))
  const alike = rows.filter(
    row =>
      row.text === mail.text &&
      row.html === mail.html &&
      row.quotedText === mail.quotedText &&
      row.sender === mail.sender &&
      namesOf(row.files) === files,
  )
  return { alike, hasNamesake: rows.length > 0 }
}

async function hasSameSubject(uow: UnitOfWork, { blobKey, subject }: Twin, wanted: string): Promise<boolean> {
  return blobKey === null ? subject === storableLine(wanted) : (await subjectOf(uow, blobKey)) === wanted
}

function namesakes(uow: UnitOfWork, mail: Mail) {
  return uow.db
    .select({
      ticketId: messages.ticketId,
      ticketNumber: tickets.number,
      queueId: tickets.queueId,
      mailboxId: inboundMails.mailboxId,
      mailboxQueueId: mailboxes.queueId,
      isByAgent: sql<boolean>`${messages.isFromStaff} or ${messages.rfcMessageId} is null`,
      text: messages.text,
      html: messages.html,
      quotedText: messages.quotedText,
      sender: inboundMails.fromAddress,
      isHeld: sql<boolean>`${messages.kind} = 'held'`,
      verdict: inboundMails.senderVerdict,
      outcome: inboundMails.outcome,
      blobKey: inboundMails.blobKey,
      subject: inboundMails.subject,
      files: sql<string[]>`array(select ${attachments.sha256} from ${attachments}
        where ${attachments.messageId} = ${messages.id})`,
    })
    .from(inboundMails)
    .innerJoin(messages, eq(messages.inboundMailId, inboundMails.id))
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(mailboxes, eq(mailboxes.id, inboundMails.mailboxId))
    .where(and(eq(inboundMails.rfcMessageId, mail.rfcMessageId ?? ''), ne(inboundMails.id, mail.id)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(50)
}

const namesOf = (hashes: string[]): string => [...hashes].sort().join()

const maxHead = 256 * 1024

/**
 * As the mail itself has it: a ticket can be renamed, and the ledger's copy is for reading. Null where the bytes cannot
 * be read, and all are then kept.
 */
async function subjectOf(uow: UnitOfWork, blobKey: string): Promise<string | null> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of uow.blobs.stream(blobKey, { start: 0, end: maxHead - 1 })) chunks.push(chunk)
    return (await parseMail(headerOf(Buffer.concat(chunks)))).subject
  } catch {
    return null
  }
}

/** Without the body, which need not be parsed again. */
function headerOf(head: Buffer): Buffer {
  const end = /\r?\n\r?\n/.exec(head.toString('latin1'))
  return end ? head.subarray(0, end.index + end[0].length) : head
}
