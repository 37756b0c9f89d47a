import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import type { SenderVerdict } from '@gotrs/mail/authentication/sender-authentication'
import { parseMail } from '@gotrs/mail/parse'
import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { prepared } from '../../kernel/prepared.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storableLine } from '../ledger/storable.ts'

/** A mail of the ledger under the same Message-ID, and the ticket that it is in. */
export type Duplicate = {
  ticketId: string
  ticketNumber: number
  queueId: string
  /** The mailbox that it came to. */
  mailboxId: string
  mailboxQueueId: string
  /** An agent answered or forwarded something by it. */
  isByAgent: boolean
  isHeld: boolean
  /** The verdict on its sender. Null for mail that was read before the desk recorded verdicts. */
  verdict: SenderVerdict | null
  outcome: string | null
  blobKey: string | null
  subject: string
}

export type Duplicates = {
  /** Mails with the same Message-ID, sender, text and files. */
  same: Duplicate[]
  /** Did any other mail come under the same Message-ID? */
  hasOther: boolean
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
export async function findDuplicates(uow: UnitOfWork, mail: Mail): Promise<Duplicates> {
  const rows = await underSameMessageId(uow.db, { rfcMessageId: mail.rfcMessageId ?? '', id: mail.id })
  const files = namesOf(mail.attachments.map(it => it.sha256))
  const same = rows.filter(
    row =>
      row.text === mail.text &&
      row.html === mail.html &&
      row.quotedText === mail.quotedText &&
      row.sender === mail.sender &&
      namesOf(row.files) === files,
  )
  return { same, hasOther: rows.length > 0 }
}

export async function hasSameSubject(
  uow: UnitOfWork,
  { blobKey, subject }: Duplicate,
  wanted: string,
): Promise<boolean> {
  return blobKey === null ? subject === storableLine(wanted) : (await subjectOf(uow, blobKey)) === wanted
}

const underSameMessageId = prepared('mails_under_message_id', db =>
  db
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
    .where(
      and(eq(inboundMails.rfcMessageId, sql.placeholder('rfcMessageId')), ne(inboundMails.id, sql.placeholder('id'))),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(50),
)

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
