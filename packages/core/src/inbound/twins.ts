import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Mails under one Message-ID are filed one after the other, whatever mailbox they came to. */
export async function lockMessageId(uow: UnitOfWork, rfcMessageId: string): Promise<void> {
  await uow.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`gotrs:mail:${rfcMessageId}`}, 0))`)
}

export type Twins = {
  /** The ticket in which the same mail stands already: same Message-ID, sender and text. */
  ticketId: string | null
  /** Another mail came under the same Message-ID. */
  hasNamesake: boolean
}

/** The same mail, come to another mailbox or by another way. */
export async function findTwins(
  uow: UnitOfWork,
  mail: { inboundMailId: string; rfcMessageId: string; sender: string; text: string; html: string | null },
): Promise<Twins> {
  const rows = await uow.db
    .select({ ticketId: messages.ticketId, text: messages.text, html: messages.html, sender: users.email })
    .from(inboundMails)
    .innerJoin(messages, eq(messages.inboundMailId, inboundMails.id))
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(and(eq(inboundMails.rfcMessageId, mail.rfcMessageId), ne(inboundMails.id, mail.inboundMailId)))
    .orderBy(asc(messages.createdAt))
    .limit(50)
  const same = rows.find(
    row => row.text === mail.text && row.html === mail.html && row.sender.toLowerCase() === mail.sender,
  )
  return { ticketId: same?.ticketId ?? null, hasNamesake: rows.length > 0 }
}

/** Did we write a mail under this Message-ID? Then it has come back to us. */
export async function isOwnMail(uow: UnitOfWork, rfcMessageId: string): Promise<boolean> {
  const [row] = await uow.db
    .select({ id: outboundMails.id })
    .from(outboundMails)
    .where(eq(outboundMails.rfcMessageId, rfcMessageId))
  return row !== undefined
}
