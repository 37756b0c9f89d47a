import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { parseMail } from '@gotrs/mail/parse'
import { and, desc, eq, ne, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storableLine } from '../storable.ts'
import type { FilingRule } from './filing.ts'
import { ended } from './outcome.ts'

/** The same mail has come before, to another mailbox or by another way. */
export const duplicateRule: FilingRule = async (_uow, filing) => {
  const { ticketId } = await filing.twins()
  if (!ticketId) return null
  return ended('duplicate', 'The same mail is in this ticket already.', { ticketId, rule: 'message_id' })
}

/** Mails under one Message-ID are filed one after the other, whatever mailbox they came to. */
export async function lockMessageId(uow: UnitOfWork, rfcMessageId: string): Promise<void> {
  await uow.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`gotrs:mail:${rfcMessageId}`}, 0))`)
}

export type Twins = {
  /** The ticket in which the same mail stands already: same Message-ID, sender, subject, text and files. */
  ticketId: string | null
  /** Another mail came under the same Message-ID. */
  hasNamesake: boolean
}

type Mail = {
  id: string
  rfcMessageId: string | null
  sender: string
  subject: string
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
  for (const { ticketId, blobKey, subject } of alike) {
    const isSame =
      blobKey === null ? subject === storableLine(mail.subject) : (await subjectOf(uow, blobKey)) === mail.subject
    if (isSame) return { ticketId, hasNamesake: true }
  }
  return { ticketId: null, hasNamesake: rows.length > 0 }
}

function namesakes(uow: UnitOfWork, mail: Mail) {
  return uow.db
    .select({
      ticketId: messages.ticketId,
      text: messages.text,
      html: messages.html,
      quotedText: messages.quotedText,
      sender: inboundMails.fromAddress,
      blobKey: inboundMails.blobKey,
      subject: inboundMails.subject,
      files: sql<string[]>`array(select ${attachments.sha256} from ${attachments}
        where ${attachments.messageId} = ${messages.id})`,
    })
    .from(inboundMails)
    .innerJoin(messages, eq(messages.inboundMailId, inboundMails.id))
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
