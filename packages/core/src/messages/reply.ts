import { DeskError } from '@gotrs/contract/errors'
import type { PostedMessage, replyInput } from '@gotrs/contract/messages'
import { statusAfterReply } from '@gotrs/contract/workflow'
import type { z } from 'zod'
import { claimAttachments } from '../conversation/claim-attachments.ts'
import type { CleanHtml } from '../conversation/clean-now.ts'
import { insertMessage, type NewMessage, previewOf, typedMessage } from '../conversation/new-message.ts'
import { typedBody, type WithTyped } from '../conversation/typed-body.ts'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitTaken, takeUnassigned } from '../tickets/assign.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { loadSeenTicket, loadTicket, type TicketRow } from '../tickets/load.ts'
import { requireStatus } from '../tickets/require-status.ts'
import { resolveLoaded, resolveTicket } from '../tickets/resolve.ts'
import { receiveOn } from './receive.ts'
import { type Recipients, resolveRecipients, type UsualRecipients, usualRecipients } from './recipients.ts'

type Input = WithTyped<z.output<typeof replyInput>>

/** A public answer by staff, which is sent as mail, or a message of the customer from the portal. */
export async function replyToTicket(uow: UnitOfWork, input: Input): Promise<PostedMessage> {
  const actor = requirePerson(uow, 'ticket.reply')
  const ticket = await loadSeenTicket(uow, input, 'ticket.reply')
  requireStatus(uow, 'reply', ticket)
  return actor.role === 'customer'
    ? replyAsCustomer(uow, actor, ticket, input)
    : replyAsStaff(uow, actor, ticket, input)
}

/** What an answer that staff wrote as a mail has besides what is typed. */
export type ByMail = Pick<NewMessage, 'channel' | 'inboundMailId' | 'parserVersion' | 'threading' | 'attachments'>

/** The same answer, written by the acting agent in a mail to the desk. @throws DeskError as `replyToTicket` */
export async function replyByMail(
  uow: UnitOfWork,
  ticketId: string,
  body: { text: string } | { html: CleanHtml },
  mail: ByMail,
): Promise<PostedMessage> {
  const actor = requirePerson(uow, 'ticket.reply')
  if (actor.role === 'customer') throw new DeskError('forbidden', { action: 'ticket.reply' })
  const ticket = await loadTicket(uow, { ticketId }, 'ticket.reply')
  requireStatus(uow, 'reply', ticket)
  return replyAsStaff(uow, actor, ticket, { ticketId, ...body, attachmentIds: [], thenResolve: false }, mail)
}

async function replyAsStaff(
  uow: UnitOfWork,
  actor: UserActor,
  ticket: TicketRow,
  input: Input,
  mail?: ByMail,
): Promise<PostedMessage> {
  const body = typedBody(input, input.attachmentIds.length > 0 || (mail?.attachments.length ?? 0) > 0)
  const [usual, taken] = await Promise.all([usualRecipients(uow, ticket), takeUnassigned(uow, ticket)])
  // Addresses that are given replace the usual ones: an agent may leave somebody out of an answer.
  const { to = usual.to, cc = usual.cc, bcc = [] } = input
  const recipients = resolveRecipients({ to, cc, bcc }, usual.own)
  requireWayOut(recipients, usual)
  const message = typedMessage({ kind: 'public', channel: uow.channel, ...body, ...recipients, ...mail })
  const status = statusAfterReply(actor.role, ticket.status)
  const last = { lastMessageAt: uow.now, lastMessagePreview: previewOf(body.text), lastMessageAuthorId: actor.id }
  const place = { ticketId: ticket.id, authorId: actor.id, isFromStaff: true }
  const messageId = await insertMessage(uow, place, message)
  let changed = changeTicket(uow, ticket, {
    patch: { ...last, status, waitingSince: null, isHeld: false, ...(usual.assignsOnReply ? taken : {}) },
    isVisible: true,
    // The draft in the app is another answer.
    sendsDraft: mail === undefined,
  })
  await claimAttachments(uow, messageId, input.attachmentIds)
  emitAbout(uow, changed, 'message.sent', { messageId, channel: message.channel })
  if (status !== ticket.status) emitAbout(uow, changed, 'ticket.opened', {})
  emitTaken(uow, ticket, changed)
  if (input.thenResolve && changed.status !== 'resolved') changed = await resolveLoaded(uow, changed)
  return { messageId, ticketId: ticket.id, ticketNumber: ticket.number, version: changed.version }
}

async function replyAsCustomer(
  uow: UnitOfWork,
  actor: UserActor,
  ticket: TicketRow,
  input: Input,
): Promise<PostedMessage> {
  const staffOnly = (['to', 'cc', 'bcc'] as const).filter(field => input[field] !== undefined)
  if (staffOnly.length > 0) throw new DeskError('forbidden', { action: 'ticket.reply', fields: staffOnly })
  const message = typedMessage({
    kind: 'public',
    channel: uow.channel,
    ...typedBody(input, input.attachmentIds.length > 0),
  })
  const received = await receiveOn(uow, ticket, { authorId: actor.id, message, isAutomatic: false })
  await claimAttachments(uow, received.messageId, input.attachmentIds)
  if (input.thenResolve && !received.isFollowUp) await resolveTicket(uow, { ticketId: ticket.id })
  return {
    messageId: received.messageId,
    ticketId: received.ticketId,
    ticketNumber: received.ticketNumber,
    version: null,
  }
}

/** Rejects an answer that can never be sent, while its writer can still change it. */
function requireWayOut({ to }: Recipients, { hasMailbox }: UsualRecipients): void {
  if (to.length === 0) throw new DeskError('no_recipient')
  if (!hasMailbox) throw new DeskError('mailbox_unusable', { reason: 'no mailbox is active' })
}
