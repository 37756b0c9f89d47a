import {
  apiToken,
  createApiTokenInput,
  createdApiToken,
  scope,
  tokenPair,
} from '../../packages/contract/src/api-tokens.ts'
import { attachment, uploadedAttachment } from '../../packages/contract/src/attachments.ts'
import { deskInfo, me, session } from '../../packages/contract/src/auth.ts'
import { draft } from '../../packages/contract/src/drafts.ts'
import { errorStatus } from '../../packages/contract/src/errors.ts'
import { eventTypes, timelineEvent } from '../../packages/contract/src/events.ts'
import { inboundMail, inboundMailDetail, listInboundInput } from '../../packages/contract/src/inbound.ts'
import { liveHint } from '../../packages/contract/src/live.ts'
import { createMailboxInput, mailbox, mailboxTest, updateMailboxInput } from '../../packages/contract/src/mailboxes.ts'
import {
  channel,
  delivery,
  message,
  messageKind,
  messagePage,
  noteInput,
  postedMessage,
  replyInput,
} from '../../packages/contract/src/messages.ts'
import { organisation } from '../../packages/contract/src/organisations.ts'
import { listOutboxInput, outboundMail, outboundMailDetail } from '../../packages/contract/src/outbox.ts'
import { createUserInput, listUsersInput, updateUserInput, user, userPage } from '../../packages/contract/src/people.ts'
import { queue } from '../../packages/contract/src/queues.ts'
import { role } from '../../packages/contract/src/roles.ts'
import { ticketStatus } from '../../packages/contract/src/ticket-status.ts'
import {
  createTicketInput,
  listTicketsInput,
  ticket,
  ticketDetail,
  ticketPage,
  ticketPriority,
  ticketStaff,
  ticketVersion,
} from '../../packages/contract/src/tickets.ts'
import { view } from '../../packages/contract/src/views.ts'
import {
  createWebhookInput,
  updateWebhookInput,
  webhook,
  webhookDelivery,
  webhookPayload,
} from '../../packages/contract/src/webhooks.ts'
import type { Schema } from './print-type.ts'

/** Unions that are no schema of their own. */
export const namedWords: Record<string, readonly string[]> = {
  ErrorCode: Object.keys(errorStatus),
  EventType: eventTypes,
}

/** What has a name in the published types; everything else is written out where it stands. */
export const namedOutputs: Record<string, Schema> = {
  TicketStatus: ticketStatus,
  TicketPriority: ticketPriority,
  Channel: channel,
  MessageKind: messageKind,
  Role: role,
  Scope: scope,
  Attachment: attachment,
  UploadedAttachment: uploadedAttachment,
  Delivery: delivery,
  Message: message,
  MessagePage: messagePage,
  PostedMessage: postedMessage,
  TimelineEvent: timelineEvent,
  TicketStaff: ticketStaff,
  Ticket: ticket,
  TicketPage: ticketPage,
  TicketDetail: ticketDetail,
  TicketVersion: ticketVersion,
  User: user,
  UserPage: userPage,
  Me: me,
  TokenPair: tokenPair,
  ApiToken: apiToken,
  CreatedApiToken: createdApiToken,
  LoginSession: session,
  DeskInfo: deskInfo,
  Queue: queue,
  Organisation: organisation,
  View: view,
  Draft: draft,
  Mailbox: mailbox,
  MailboxTest: mailboxTest,
  InboundMail: inboundMail,
  InboundMailDetail: inboundMailDetail,
  OutboundMail: outboundMail,
  OutboundMailDetail: outboundMailDetail,
  Webhook: webhook,
  WebhookPayload: webhookPayload,
  WebhookDelivery: webhookDelivery,
  LiveHint: liveHint,
}

export const namedInputs: Record<string, Schema> = {
  CreateTicketInput: createTicketInput,
  ListTicketsInput: listTicketsInput,
  ReplyInput: replyInput,
  NoteInput: noteInput,
  ListUsersInput: listUsersInput,
  CreateUserInput: createUserInput,
  UpdateUserInput: updateUserInput,
  CreateApiTokenInput: createApiTokenInput,
  CreateMailboxInput: createMailboxInput,
  UpdateMailboxInput: updateMailboxInput,
  ListInboundInput: listInboundInput,
  ListOutboxInput: listOutboxInput,
  CreateWebhookInput: createWebhookInput,
  UpdateWebhookInput: updateWebhookInput,
}

/** What a stream yields cannot be read from the router: a generator has no schema. */
export const streamedItems: Record<string, string> = { 'live.hints': 'LiveHint' }
