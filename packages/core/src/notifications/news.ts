import { senderWords } from '@gotrs/contract/sender-verdict'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import type { ReplyAudience } from '@gotrs/mail/reply-address'
import { and, asc, eq, sql } from 'drizzle-orm'
import { answerMarker } from '../inbound/filing/answer-marker.ts'
import type { StoredEvent } from '../kernel/events.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** The content of a notification: who did what, their text, and what a reply to the mail does. */
export type News = {
  by: string
  head: string
  text: string
  audience: ReplyAudience
  whatReplyDoes: string
  answerLine: string
}

export type NewsEvent =
  | 'message.received'
  | 'note.added'
  | 'note.mentioned'
  | 'ticket.assigned'
  | 'mail.failed'
  | 'mail.keptAsDraft'

/** Null for what is gone since. */
export async function newsOf(uow: UnitOfWork, event: StoredEvent<NewsEvent>): Promise<News | null> {
  switch (event.type) {
    case 'message.received':
    case 'note.added':
      return newsOfMessage(uow, event.payload.messageId)
    case 'note.mentioned':
      return newsOfMessage(uow, event.payload.messageId, 'mentioned you in a note')
    case 'ticket.assigned':
      return newsOfAssignment(uow, event)
    case 'mail.failed':
      return newsOfFailure(uow, event.payload.mailId)
    case 'mail.keptAsDraft':
      return newsOfDraft(uow, event)
  }
}

async function newsOfMessage(uow: UnitOfWork, messageId: string, didByNote = 'added a note'): Promise<News | null> {
  const [found] = await uow.db
    .select({
      message: messages,
      author: { name: users.name, email: users.email },
      files: sql<string[]>`array(select ${attachments.filename} from ${attachments}
        where ${attachments.messageId} = ${messages.id} and not ${attachments.isInline} order by 1)`,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(eq(messages.id, messageId))
  if (!found) return null
  const { message, author, files } = found
  const isNote = message.kind === 'note'
  const doubt = message.senderVerdict === 'contradicted' ? ` (${senderWords.contradicted.label.toLowerCase()})` : ''
  return {
    by: author.name,
    head: isNote ? `${author.name} ${didByNote}:` : `${author.name} <${author.email}> wrote${doubt}:`,
    text: [cut(message.text), ...(files.length > 0 ? ['', `Files: ${cut(files.join(', '))}`] : [])].join('\n').trim(),
    ...(isNote ? internal : toCustomer(await countInCopy(uow, message.ticketId))),
  }
}

async function newsOfAssignment(uow: UnitOfWork, { actorId }: StoredEvent<'ticket.assigned'>): Promise<News> {
  const [by] = actorId ? await uow.db.select({ name: users.name }).from(users).where(eq(users.id, actorId)) : []
  const name = by?.name ?? 'GOTRS'
  return { by: name, head: `${name} assigned this ticket to you.`, text: '', ...internal }
}

/** Null where it was sent after all. */
async function newsOfFailure(uow: UnitOfWork, mailId: string): Promise<News | null> {
  const failed = await uow.db
    .select({ address: outboundRecipients.address, response: outboundRecipients.response })
    .from(outboundRecipients)
    .where(and(eq(outboundRecipients.mailId, mailId), eq(outboundRecipients.status, 'failed')))
    .orderBy(asc(outboundRecipients.address))
  if (failed.length === 0) return null
  return {
    by: 'Delivery',
    head: `A reply was not delivered to ${failed.map(it => it.address).join(', ')}. The mail server said:`,
    text: cut([...new Set(failed.map(it => it.response ?? ''))].join('\n')),
    ...internal,
  }
}

/** Without the text of the draft, because the mail may be forged. */
async function newsOfDraft(uow: UnitOfWork, { payload }: StoredEvent<'mail.keptAsDraft'>): Promise<News> {
  const [mail] = await uow.db
    .select({ verdictReason: inboundMails.verdictReason })
    .from(inboundMails)
    .where(eq(inboundMails.id, payload.inboundMailId))
  const cause = payload.isExpired
    ? 'The address of the notification has expired. Reply to a newer notification.'
    : `GOTRS could not confirm the sender. ${mail?.verdictReason ?? ''}`
  return {
    by: 'Your reply',
    head: `GOTRS did not send your reply by mail to the customer. ${cause}`.trim(),
    text: 'The reply is a draft in the ticket.',
    ...internal,
  }
}

/** A reply to an internal note stays internal, and so does one to what is no message of the customer. */
const internal = {
  audience: 'note',
  whatReplyDoes: 'Your reply to this mail becomes an internal note.',
  answerLine: answerMarker,
} as const
const toCustomer = (inCopy: number) => {
  const others = inCopy === 1 ? ' and one person in copy' : inCopy > 1 ? ` and ${inCopy} people in copy` : ''
  const whatReplyDoes = `Your reply to this mail goes to the customer${others}.`
  return { audience: 'public', whatReplyDoes, answerLine: answerMarker } as const
}

/** As many as an answer that names nobody is sent to beside the customer, now. */
async function countInCopy(uow: UnitOfWork, ticketId: string): Promise<number> {
  const [row] = await uow.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(ticketParticipants)
    .innerJoin(users, eq(users.id, ticketParticipants.userId))
    .where(and(eq(ticketParticipants.ticketId, ticketId), eq(users.isActive, true)))
  return row?.count ?? 0
}

const maxLength = 5_000

const cut = (text: string): string =>
  text.length > maxLength ? `${text.slice(0, maxLength).toWellFormed()}\n[…] Read the rest in the ticket.` : text
