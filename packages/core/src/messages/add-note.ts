import { DeskError } from '@gotrs/contract/errors'
import type { noteInput, PostedMessage } from '@gotrs/contract/messages'
import type { z } from 'zod'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { loadTicket } from '../tickets/load.ts'
import { claimAttachments } from './claim-attachments.ts'
import { insertMessage, typedMessage } from './new-message.ts'
import { typedBody } from './typed-body.ts'

/** A note for staff: never mailed, and nothing that a customer sees moves with it. It never conflicts, so no version is sent. */
export async function addNote(uow: UnitOfWork, input: z.output<typeof noteInput>): Promise<PostedMessage> {
  const { actor } = uow
  if (actor.kind !== 'user') throw new DeskError('forbidden', { action: 'ticket.note' })
  const ticket = await loadTicket(uow, { ticketId: input.ticketId }, 'ticket.note')
  const body = typedBody(input, input.attachmentIds.length > 0)
  const message = typedMessage({ kind: 'note', channel: 'web', ...body })
  const messageId = await insertMessage(uow, { ticketId: ticket.id, authorId: actor.id, isFromStaff: true }, message)
  await claimAttachments(uow, messageId, input.attachmentIds)
  const changed = await changeTicket(uow, ticket, { patch: {}, isVisible: false, discardsDraft: true })
  emitAbout(uow, changed, 'note.added', { messageId, channel: 'web' })
  return { messageId, ticketId: ticket.id, ticketNumber: ticket.number, version: changed.version }
}
