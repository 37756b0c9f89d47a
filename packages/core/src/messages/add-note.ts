import type { noteInput, PostedMessage } from '@gotrs/contract/messages'
import type { z } from 'zod'
import { claimAttachments } from '../conversation/claim-attachments.ts'
import { insertMessage, typedMessage } from '../conversation/new-message.ts'
import { typedBody, type WithTyped } from '../conversation/typed-body.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { loadTicket } from '../tickets/load.ts'
import { mentionColleagues } from './mention.ts'
import type { ByMail } from './reply.ts'

/** A note for staff: never mailed, and nothing that a customer sees moves with it. It never conflicts, so no version is sent. */
export async function addNote(
  uow: UnitOfWork,
  input: WithTyped<z.output<typeof noteInput>>,
  mail?: ByMail,
): Promise<PostedMessage> {
  const actor = requirePerson(uow, 'ticket.note')
  const ticket = await loadTicket(uow, { ticketId: input.ticketId }, 'ticket.note')
  const body = typedBody(input, input.attachmentIds.length > 0 || (mail?.attachments.length ?? 0) > 0)
  const message = typedMessage({ kind: 'note', channel: uow.channel, ...body, ...mail })
  const place = { ticketId: ticket.id, authorId: actor.id, isFromStaff: true }
  const messageId = await insertMessage(uow, place, message)
  // A note that comes by mail must not end the draft that its author writes in the app.
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: false, sendsDraft: mail === undefined })
  await claimAttachments(uow, messageId, input.attachmentIds)
  emitAbout(uow, changed, 'note.added', { messageId, channel: message.channel })
  await mentionColleagues(uow, changed, messageId, input.mentionedIds ?? [])
  return { messageId, ticketId: ticket.id, ticketNumber: ticket.number, version: changed.version }
}
