import { DeskError } from '@gotrs/contract/errors'
import type { AddParticipantInput, RemoveParticipantInput } from '@gotrs/contract/participants'
import type { TicketVersion } from '@gotrs/contract/tickets'
import { removedParticipants, ticketParticipants } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { findOrCreateCorrespondent } from '../correspondents/find-or-create.ts'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadTicket, requireTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Puts a person in copy of the ticket. It never conflicts, so no version is sent. */
export async function addParticipant(uow: UnitOfWork, input: AddParticipantInput): Promise<TicketVersion> {
  // Who may not is rejected before anybody is made known. Filing a mail locks the person first, too.
  await requireTicket(uow, input.ticketId, 'ticket.addParticipant')
  const person = await findOrCreateCorrespondent(uow, { email: input.email, name: '' })
  const ticket = await loadTicket(uow, input, 'ticket.addParticipant')
  requireStatus(uow, 'addParticipant', ticket)
  const isOwn = isOwnAddress(await ownAddresses(uow.db), input.email)
  if (isOwn || person.role !== 'customer' || !person.isActive || isUnreadAddress(input.email)) throw noReader()
  if (person.id === ticket.customerId) return versionOf(uow, ticket)
  const wasRemoved = await endRemoval(uow, ticket.id, person.id)
  const added = await uow.db
    .insert(ticketParticipants)
    .values({ ticketId: ticket.id, userId: person.id })
    .onConflictDoNothing()
    .returning({ userId: ticketParticipants.userId })
  if (added.length === 0) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: true })
  emitAbout(uow, changed, 'ticket.participantAdded', { userId: person.id, wasRemoved })
  return versionOf(uow, changed)
}

/** What was decided before about a person and a ticket no longer counts. */
export async function endRemoval(uow: UnitOfWork, ticketId: string, userId: string): Promise<boolean> {
  const isThem = and(eq(removedParticipants.ticketId, ticketId), eq(removedParticipants.userId, userId))
  const ended = await uow.db.delete(removedParticipants).where(isThem).returning({ userId: removedParticipants.userId })
  return ended.length > 0
}

const noReader = () =>
  new DeskError('invalid_input', {
    issues: [
      {
        path: 'email',
        message:
          'only customers who read their mail can be in copy: not staff, mailboxes of the desk or no-reply addresses',
      },
    ],
  })

/** Takes a person out of copy: later answers do not go to them, and their mail is held, though they have written before. */
export async function removeParticipant(uow: UnitOfWork, input: RemoveParticipantInput): Promise<TicketVersion> {
  const ticket = await loadTicket(uow, input, 'ticket.addParticipant')
  requireStatus(uow, 'addParticipant', ticket)
  const isThem = and(eq(ticketParticipants.ticketId, ticket.id), eq(ticketParticipants.userId, input.userId))
  const removed = await uow.db.delete(ticketParticipants).where(isThem).returning({ userId: ticketParticipants.userId })
  if (removed.length === 0) return versionOf(uow, ticket)
  await uow.db.insert(removedParticipants).values({ ticketId: ticket.id, userId: input.userId }).onConflictDoNothing()
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: true })
  emitAbout(uow, changed, 'ticket.participantRemoved', { userId: input.userId })
  return versionOf(uow, changed)
}
