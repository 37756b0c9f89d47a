import { DeskError } from '@gotrs/contract/errors'
import type { DeleteTicketInput } from '@gotrs/contract/tickets'
import { deletionReasons } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import { storedKeys } from '../attachments/stored-keys.ts'
import { withoutOwner } from '../blobs/unreferenced.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { loadTicket } from './load.ts'

/**
 * Removes the ticket for good: its messages, files and mails, also their bytes. Its events stay, for the audit log alone;
 * the reason is kept apart for a year. @throws DeskError `not_found`, `wrong_status` while a mail of it is being sent
 */
export async function deleteTicket(uow: UnitOfWork, { ticketId, reason }: DeleteTicketInput): Promise<void> {
  const ticket = await loadTicket(uow, { ticketId }, 'ticket.delete')
  await rejectWhileSending(uow, ticket.id)
  const keys = await takeBytes(uow, ticket.id)
  await uow.db.delete(tickets).where(eq(tickets.id, ticket.id))
  await uow.db.insert(deletionReasons).values({ ticketId: ticket.id, reason, createdAt: uow.now })
  uow.emit('ticket.deleted', { ticketId: ticket.id, number: ticket.number })
  uow.afterCommit(async () => {
    for (const key of keys) await uow.blobs.remove(key)
  })
}

/** The mail-worker that sends it has its bytes, and would record the result. */
async function rejectWhileSending(uow: UnitOfWork, ticketId: string): Promise<void> {
  const [leased] = await uow.db
    .select({ id: outboundMails.id })
    .from(outboundMails)
    .where(and(eq(outboundMails.ticketId, ticketId), gt(outboundMails.leasedUntil, uow.now)))
    .limit(1)
  if (leased)
    throw new DeskError('wrong_status', {
      noun: 'ticket',
      reason: 'The desk is sending a mail of this ticket. Try again in a minute.',
    })
}

/** The keys of everything that the ticket has in the blob store; its mails in the ledger stay as rows without bytes. */
async function takeBytes(uow: UnitOfWork, ticketId: string): Promise<string[]> {
  const ofTicket = uow.db.select({ id: messages.id }).from(messages).where(eq(messages.ticketId, ticketId))
  const files = await storedKeys(uow, inArray(attachments.messageId, ofTicket))
  const sent = await uow.db
    .select({ key: outboundMails.blobKey })
    .from(outboundMails)
    .where(eq(outboundMails.ticketId, ticketId))
  const { blobKey, rfcMessageId } = inboundMails
  const isItsMail = and(eq(inboundMails.ticketId, ticketId), isNotNull(blobKey))
  const received = await uow.db.select({ blobKey, rfcMessageId }).from(inboundMails).where(isItsMail)
  await uow.db.update(messages).set({ inboundMailId: null }).where(eq(messages.ticketId, ticketId))
  await uow.db
    .update(inboundMails)
    .set({ blobKey: null, fromAddress: '', fromName: '', subject: '' })
    .where(eq(inboundMails.ticketId, ticketId))
  return [...files, ...sent.flatMap(({ key }) => key ?? []), ...(await withoutOwner(uow, received))]
}
