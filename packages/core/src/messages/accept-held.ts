import type { AcceptHeldInput, PostedMessage } from '@gotrs/contract/messages'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import { takeOverAddress } from '../correspondents/take-over-address.ts'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { emitAbout } from '../tickets/change.ts'
import type { TicketRow } from '../tickets/load.ts'
import { endRemoval } from '../tickets/participants.ts'
import { requireStatus } from '../tickets/require-status.ts'
import { enterConversation } from './enter.ts'
import type { MessageRow } from './find-message.ts'
import { rejectAnswerToNote } from './for-staff-only.ts'
import { decided, loadHeld, recordDecision } from './held-message.ts'
import { heldColumns } from './hold.ts'

/**
 * Makes a held mail part of the conversation. Its sender takes part from then on, or is one more address of a person who
 * does. @throws DeskError `not_found`, `forbidden`, `wrong_status`, `already_exists` (the address has an account in use)
 */
export async function acceptHeld(uow: UnitOfWork, { messageId, addressOf }: AcceptHeldInput): Promise<PostedMessage> {
  const { message, ticket } = await loadHeld(uow, messageId)
  requireStatus(uow, 'acceptHeld', ticket)
  await rejectAnswerToNote(uow, message)
  const author = await authorOf(uow, message)
  const userId = addressOf ? await takeOverAddress(uow, { from: author, to: addressOf, ticket }) : author.id
  // What colleagues wrote from an address of the desk, in another mail program.
  const isOurs = isOwnAddress(await ownAddresses(uow.db), author.email)
  if (!addressOf && !isOurs) await join(uow, ticket, author)
  const isFromStaff = userId === author.id && (author.role !== 'customer' || isOurs)
  const reason = decided(uow, message, 'accepted it')
  await uow.db
    .update(messages)
    .set({ kind: 'public', authorId: userId, isFromStaff, ...reason })
    .where(eq(messages.id, message.id))
  await recordDecision(uow, message, { outcome: 'appended', reason: reason.threadingReason })
  const entering = { ...message, kind: 'public' as const, isFromStaff }
  const changed = await enterConversation(uow, entering, ticket, await heldColumns(uow, ticket.id))
  emitAbout(uow, changed, 'message.accepted', { messageId, as: addressOf ? 'addressOf' : 'joined', userId })
  emitAbout(uow, changed, 'message.received', { messageId, channel: message.channel })
  if (changed.status !== ticket.status) emitAbout(uow, changed, 'ticket.reopened', { previousStatus: ticket.status })
  return { messageId, ticketId: ticket.id, ticketNumber: ticket.number, version: changed.version }
}

export type Author = Pick<typeof users.$inferSelect, 'id' | 'email' | 'role'>

async function authorOf(uow: UnitOfWork, { authorId }: MessageRow): Promise<Author> {
  const { id, email, role } = users
  const [author] = await uow.db.select({ id, email, role }).from(users).where(eq(users.id, authorId))
  if (!author) throw new Error('A message has no author.')
  return author
}

/** Staff and addresses that nobody reads take part in nothing by that: only this one message is accepted. */
async function join(uow: UnitOfWork, ticket: TicketRow, author: Author): Promise<void> {
  if (author.role !== 'customer' || author.id === ticket.customerId || isUnreadAddress(author.email)) return
  await endRemoval(uow, ticket.id, author.id)
  await uow.db.insert(ticketParticipants).values({ ticketId: ticket.id, userId: author.id }).onConflictDoNothing()
}
