import { isMailAddress } from '@gotrs/contract/email-address'
import { DeskError } from '@gotrs/contract/errors'
import type { OutboundMail } from '@gotrs/contract/outbox'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, desc, eq, inArray, notInArray } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { requireGrant, requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { aboutTicket } from './about-ticket.ts'
import { type LockedMail, lockMail, type OutboundRow, requireNotInHand } from './lock-mail.ts'
import { loadReply, replyLetter } from './reply-letter.ts'
import { readMail } from './show-mail.ts'
import { fillMail } from './write-mail.ts'

/**
 * A mail that has failed, was cancelled or may not have arrived is due again at once, for those who did not get it, under
 * the same Message-ID and with the same bytes. @throws DeskError `not_found`, `wrong_status`, `raw_mail_gone`, and for a
 * mail that was never written `mailbox_unusable`, `no_recipient`
 */
export async function retryMail(uow: UnitOfWork, { mailId }: { mailId: string }): Promise<void> {
  requireGrant(uow, 'outbox.manage')
  await sendAgain(uow, mailId)
}

async function sendAgain(uow: UnitOfWork, mailId: string): Promise<void> {
  const locked = await lockMail(uow, mailId)
  const { mail } = locked
  if (!isUndelivered(locked)) {
    const reason =
      'Only a mail that failed, was cancelled or has an unknown result can be sent again, and only to valid addresses.'
    throw new DeskError('wrong_status', { noun: 'mail', status: mail.status, reason })
  }
  requireNotInHand(uow, mail)
  if (!mail.blobKey) await writeNow(uow, mail)
  await uow.db
    .update(outboundRecipients)
    .set({ status: 'queued', response: null, updatedAt: uow.now })
    .where(
      and(
        eq(outboundRecipients.mailId, mailId),
        inArray(outboundRecipients.status, ['failed', 'cancelled']),
        notInArray(
          outboundRecipients.address,
          locked.recipients.map(it => it.address).filter(it => !isMailAddress(it)),
        ),
      ),
    )
  await uow.db
    .update(outboundMails)
    .set({
      // A mail that may have arrived does not count as one that was never sent.
      status: mail.status === 'unknown' ? 'unknown' : 'queued',
      nextAttemptAt: uow.now,
      leasedUntil: null,
      firstTriedAt: null,
    })
    .where(eq(outboundMails.id, mailId))
  // A person who retries gets an attempt now, however long the server has been unavailable.
  await uow.db.update(mailboxes).set({ sendPausedUntil: null }).where(eq(mailboxes.id, mail.mailboxId))
  uow.emit('mail.retried', { mailId, messageId: mail.messageId }, await aboutTicket(uow, mail.ticketId))
}

/** The last mail of an answer, for staff who may answer the ticket. @throws as `retryMail`, and DeskError `forbidden` */
export async function retryDelivery(uow: UnitOfWork, { messageId }: { messageId: string }): Promise<Delivery> {
  const actor = requirePerson(uow, 'ticket.reply')
  // Checked before any read, so that a customer learns nothing of notes and their mails.
  if (!isStaffActor(actor)) throw new DeskError('forbidden', { action: 'ticket.reply' })
  const [row] = await uow.db
    .select({ ticket: tickets, mailId: outboundMails.id })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .leftJoin(outboundMails, eq(outboundMails.messageId, messages.id))
    .where(and(eq(messages.id, messageId), ticketScope(actor, 'ticket.read')))
    .orderBy(desc(outboundMails.createdAt))
    .limit(1)
  if (!row) throw new DeskError('not_found', { noun: 'message' })
  requireGrant(uow, 'ticket.reply', row.ticket)
  if (!row.mailId) throw new DeskError('not_found', { noun: 'mail' })
  await sendAgain(uow, row.mailId)
  return (await readMail(uow, row.mailId)).delivery
}

type Delivery = OutboundMail['delivery']

function isUndelivered({ mail, recipients }: LockedMail): boolean {
  if (!['failed', 'cancelled', 'unknown'].includes(mail.status)) return false
  const isOpen = ({ status }: { status: string }) => status === 'failed' || status === 'cancelled'
  return mail.status === 'unknown' || recipients.some(it => isOpen(it) && isMailAddress(it.address))
}

/** It was never written, because no mailbox was active. The mail of a link that was deleted is not written again. */
async function writeNow(uow: UnitOfWork, mail: OutboundRow): Promise<void> {
  const reply = mail.messageId && !mail.isSecret ? await loadReply(uow, mail.messageId) : null
  if (!reply) throw new DeskError('raw_mail_gone', { noun: 'mail' })
  const letter = await replyLetter(uow, reply, mail.dedupeKey)
  if ('obstacle' in letter) throw new DeskError(letter.obstacle.code, { reason: letter.obstacle.reason })
  await fillMail(uow, mail.id, { ...letter.mail, messageId: mail.rfcMessageId })
}
