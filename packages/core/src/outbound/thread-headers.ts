import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { and, desc, eq, lt, ne } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

export type EarlierMessage = {
  rfcMessageId: string | null
  isFromStaff: boolean
  authorName: string
  text: string
  /** Of the mail that it came in by, as that has it. */
  subject: string | null
  createdAt: Date
}

const maxEarlier = 40

/** The public messages before this one, newest first, without notes. */
export async function earlierMessages(
  uow: UnitOfWork,
  message: { id: string; ticketId: string; createdAt: Date },
): Promise<EarlierMessage[]> {
  return uow.db
    .select({
      rfcMessageId: messages.rfcMessageId,
      isFromStaff: messages.isFromStaff,
      authorName: users.name,
      text: messages.text,
      subject: inboundMails.subject,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .leftJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .where(
      and(
        eq(messages.ticketId, message.ticketId),
        eq(messages.kind, 'public'),
        ne(messages.id, message.id),
        lt(messages.createdAt, message.createdAt),
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(maxEarlier)
}

/**
 * In-Reply-To is the last mail of the other side; where the customer wrote only in the portal, our own last mail, so that
 * all mails are in one thread. References are the mails of the ticket, oldest first (RFC 5322, section 3.6.4).
 */
export async function threadHeaders(uow: UnitOfWork, ticketId: string, earlier: EarlierMessage[]) {
  const withId = earlier.filter(it => it.rfcMessageId !== null)
  const chain = withId.map(it => it.rfcMessageId ?? '').reverse()
  const theirs = withId.find(it => !it.isFromStaff)?.rfcMessageId
  const parent = theirs ?? chain.at(-1) ?? (await acknowledgementId(uow, ticketId))
  if (!parent) return { inReplyTo: null, references: [] }
  // The parent is last, as mail programs expect of the direct ancestor.
  return { inReplyTo: parent, references: [...chain.filter(it => it !== parent), parent] }
}

async function acknowledgementId(uow: UnitOfWork, ticketId: string): Promise<string | null> {
  const [row] = await uow.db
    .select({ id: outboundMails.rfcMessageId })
    .from(outboundMails)
    .where(and(eq(outboundMails.ticketId, ticketId), eq(outboundMails.purpose, 'acknowledgement')))
    .limit(1)
  return row?.id ?? null
}
