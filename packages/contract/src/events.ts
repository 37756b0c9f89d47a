import { z } from 'zod'
import { eventDetails } from './event-details.ts'
import { count, mail, message, type Payload, priority, statusBefore, view } from './event-facts.ts'
import { id, isoTime } from './ids.ts'
import { channel, messageKind } from './messages.ts'
import { noticeKind } from './notifications.ts'
import { role } from './roles.ts'
import { scopes } from './scopes.ts'
import { shape } from './shape.ts'
import { ticketStatus } from './ticket-status.ts'

/**
 * The catalogue: event type → payload, audience, label. Payloads hold ids and small facts, never bodies or secrets.
 * `customer` audience: the ticket's customer may know of it too. `staff`: staff only.
 */
export const eventCatalogue = {
  'ticket.created': {
    audience: 'customer',
    label: 'Ticket created',
    payload: z.object({ number: count, channel }),
  },
  'ticket.assigned': {
    audience: 'staff',
    label: 'Assignee changed',
    payload: z.object({ assigneeId: id.nullable(), previousAssigneeId: id.nullable() }),
  },
  'ticket.prioritySet': {
    audience: 'customer',
    label: 'Priority changed',
    payload: z.object({ priority, previousPriority: priority }),
  },
  'ticket.moved': {
    audience: 'staff',
    label: 'Queue changed',
    payload: z.object({ queueId: id, previousQueueId: id }),
  },
  'ticket.tagged': { audience: 'staff', label: 'Tag added', payload: z.object({ tagId: id }) },
  'ticket.untagged': { audience: 'staff', label: 'Tag removed', payload: z.object({ tagId: id }) },
  'ticket.renamed': { audience: 'customer', label: 'Subject changed', payload: z.object({}) },
  /** `wasRemoved`: staff had removed them before, so that their mails were held. */
  'ticket.participantAdded': {
    audience: 'staff',
    label: 'Participant added',
    payload: z.object({ userId: id, wasRemoved: z.boolean().optional() }),
  },
  'ticket.participantRemoved': {
    audience: 'staff',
    label: 'Participant removed',
    payload: z.object({ userId: id }),
  },
  'ticket.followerAdded': { audience: 'staff', label: 'Follower added', payload: z.object({ userId: id }) },
  'ticket.followerRemoved': {
    audience: 'staff',
    label: 'Follower removed',
    payload: z.object({ userId: id, since: isoTime.optional() }),
  },
  'ticket.opened': { audience: 'customer', label: 'Opened', payload: z.object({}) },
  'ticket.resolved': { audience: 'customer', label: 'Resolved', payload: z.object(statusBefore) },
  /** `reason`: nobody closed it by a verb of its own; its only message was moved to another ticket, or rejected. */
  'ticket.closed': {
    audience: 'customer',
    label: 'Closed',
    payload: z.object({ ...statusBefore, reason: z.enum(['message_moved', 'message_rejected']).optional() }),
  },
  'ticket.reopened': { audience: 'customer', label: 'Reopened', payload: z.object(statusBefore) },
  /** A change of the status was undone: `status` is the one before it, `previousStatus` the one that it had made. */
  'ticket.statusRestored': {
    audience: 'customer',
    label: 'Status restored',
    payload: z.object({ status: ticketStatus, ...statusBefore }),
  },
  'ticket.snoozed': {
    audience: 'staff',
    label: 'Snoozed',
    payload: z.object({ until: isoTime, previousUntil: isoTime.nullable().optional() }),
  },
  'ticket.woken': {
    audience: 'staff',
    label: 'Woken',
    payload: z.object({ reason: z.enum(['time', 'reply', 'person']), previousUntil: isoTime.optional() }),
  },
  'ticket.linked': {
    audience: 'staff',
    label: 'Linked',
    payload: z.object({
      linkedTicketId: id,
      linkedNumber: count,
      kind: z.enum(['follow_up', 'follows', 'suggested', 'same_mail']),
    }),
  },
  /** Of no ticket, since that one is gone; its own events stay. The reason is kept apart, for a year. */
  'ticket.deleted': { audience: 'staff', label: 'Ticket deleted', payload: z.object({ ticketId: id, number: count }) },
  'message.received': { audience: 'customer', label: 'Message received', payload: message },
  'message.sent': { audience: 'customer', label: 'Reply sent', payload: message },
  /** Mail that names the ticket from somebody who takes no part: staff decide. `isQuiet`: an automatic answer. */
  'message.held': {
    audience: 'staff',
    label: 'Mail held',
    payload: z.object({ messageId: id, isQuiet: z.boolean() }),
  },
  /** `joined`: its author takes part from now on; `addressOf`: its author is a further address of that person. */
  'message.accepted': {
    audience: 'staff',
    label: 'Held mail accepted',
    payload: z.object({ messageId: id, as: z.enum(['joined', 'addressOf']), userId: id }),
  },
  'message.rejected': {
    audience: 'staff',
    label: 'Held mail rejected',
    payload: z.object({ messageId: id, inboundMailId: id.nullable() }),
  },
  'note.added': { audience: 'staff', label: 'Note added', payload: message },
  /** A note mentions this colleague, who follows the ticket from then on. */
  'note.mentioned': {
    audience: 'staff',
    label: 'Colleague mentioned',
    payload: z.object({ messageId: id, userId: id }),
  },
  /** About both tickets. Where it was public, the live hint reaches their customers too, who see it go and come. */
  'message.moved': {
    audience: 'staff',
    label: 'Message moved',
    payload: z.object({
      messageId: id,
      kind: messageKind,
      fromTicketId: id,
      fromNumber: count,
      toTicketId: id,
      toNumber: count,
    }),
  },
  'mail.delivered': { audience: 'staff', label: 'Mail sent', payload: mail },
  /** There is no server to send through: it is kept to be read in the outbox. */
  'mail.caught': { audience: 'staff', label: 'Mail caught, not sent', payload: mail },
  'mail.failed': { audience: 'staff', label: 'Mail not delivered', payload: mail },
  'mail.retried': { audience: 'staff', label: 'Mail sent again', payload: mail },
  'mail.cancelled': { audience: 'staff', label: 'Mail cancelled', payload: mail },
  /** An agent's answer by mail that was not certain to be theirs. */
  'mail.keptAsDraft': {
    audience: 'staff',
    label: 'Reply by mail kept as draft',
    payload: z.object({ inboundMailId: id, agentId: id, isExpired: z.boolean().optional() }),
  },
  'mail.quarantined': {
    audience: 'staff',
    label: 'Mail quarantined',
    payload: z.object({ inboundMailId: id }),
  },
  'mail.replayed': { audience: 'staff', label: 'Mail reprocessed', payload: z.object({ inboundMailId: id }) },
  'mail.rerouted': { audience: 'staff', label: 'Mail rerouted', payload: z.object({ inboundMailId: id }) },
  'user.created': {
    audience: 'staff',
    label: 'Account created',
    payload: z.object({ userId: id, role, queueIds: z.array(id) }),
  },
  'user.registrationRequested': {
    audience: 'staff',
    label: 'Registration requested',
    payload: z.object({ tokenId: id }),
  },
  'user.registrationRepeated': { audience: 'staff', label: 'Registration repeated', payload: z.object({ userId: id }) },
  'user.registered': { audience: 'staff', label: 'Registered', payload: z.object({ userId: id }) },
  'user.passwordResetRequested': {
    audience: 'staff',
    label: 'Password reset requested',
    payload: z.object({ tokenId: id }),
  },
  'user.passwordChanged': { audience: 'staff', label: 'Password changed', payload: z.object({ userId: id }) },
  'user.loggedIn': { audience: 'staff', label: 'Logged in', payload: z.object({ userId: id }) },
  'user.renamed': { audience: 'staff', label: 'Name changed', payload: z.object({ userId: id }) },
  'user.notificationsSet': {
    audience: 'staff',
    label: 'Notifications changed',
    payload: z.object({ userId: id, mailedKinds: z.array(noticeKind) }),
  },
  'user.updated': {
    audience: 'staff',
    label: 'Account changed',
    payload: z.object({
      userId: id,
      changed: z.array(z.enum(['name', 'role', 'queueIds', 'organisationId', 'isActive'])),
      isActive: z.boolean().optional(),
    }),
  },
  'user.roleChanged': {
    audience: 'staff',
    label: 'Role changed',
    payload: z.object({ userId: id, role, previousRole: role }),
  },
  'user.queuesChanged': {
    audience: 'staff',
    label: 'Queue membership changed',
    payload: z.object({ userId: id, queueIds: z.array(id), previousQueueIds: z.array(id) }),
  },
  /** Not of every attempt: see `recordFailedLogin`. `userId` is null where the address belongs to no account. */
  'login.failed': { audience: 'staff', label: 'Login failed', payload: z.object({ userId: id.nullable() }) },
  /** A raw mail that was downloaded: `subjectId` is the message's, or the mail's in the ledger. */
  'export.created': {
    audience: 'staff',
    label: 'Data exported',
    payload: z.object({ kind: z.enum(['raw_message', 'raw_inbound_mail']), subjectId: id }),
  },
  'session.revoked': {
    audience: 'staff',
    label: 'Session revoked',
    payload: z.object({ userId: id, cause: z.enum(['asked', 'token_reused']) }),
  },
  'apiToken.created': {
    audience: 'staff',
    label: 'API token created',
    payload: z.object({ tokenId: id, userId: id, scopes: z.array(z.enum(scopes)) }),
  },
  'apiToken.revoked': {
    audience: 'staff',
    label: 'API token revoked',
    payload: z.object({ tokenId: id, userId: id }),
  },
  /** Its first use on a day (UTC). */
  'apiToken.used': { audience: 'staff', label: 'API token used', payload: z.object({ tokenId: id, userId: id }) },
  'webhook.created': { audience: 'staff', label: 'Webhook created', payload: z.object({ webhookId: id }) },
  'webhook.updated': { audience: 'staff', label: 'Webhook changed', payload: z.object({ webhookId: id }) },
  'webhook.switchedOff': {
    audience: 'staff',
    label: 'Webhook switched off by GOTRS',
    payload: z.object({ webhookId: id, reason: z.enum(['gone', 'failing']) }),
  },
  'webhook.deleted': { audience: 'staff', label: 'Webhook deleted', payload: z.object({ webhookId: id }) },
  'webhook.replayed': {
    audience: 'staff',
    label: 'Webhook delivery repeated',
    payload: z.object({ webhookId: id, deliveryId: id }),
  },
  'webhook.pinged': {
    audience: 'staff',
    label: 'Webhook pinged',
    payload: z.object({ webhookId: id, deliveryId: id }),
  },
  'webhook.secretRotated': {
    audience: 'staff',
    label: 'Webhook secret rotated',
    payload: z.object({ webhookId: id, overlapHours: count }),
  },
  'webhook.oldSecretRevoked': {
    audience: 'staff',
    label: 'Old webhook secret revoked',
    payload: z.object({ webhookId: id }),
  },
  /** A verb for many tickets: what it does to each is an event of the ticket, with `bulk:ID` in its cause. */
  'bulk.created': { audience: 'staff', label: 'Bulk act created', payload: z.object({ bulkId: id, total: count }) },
  'bulk.stopped': { audience: 'staff', label: 'Bulk act stopped', payload: z.object({ bulkId: id }) },
  'view.created': { audience: 'staff', label: 'View created', payload: view },
  'view.updated': { audience: 'staff', label: 'View changed', payload: view },
  'view.deleted': { audience: 'staff', label: 'View deleted', payload: view },
  'organisation.created': {
    audience: 'staff',
    label: 'Organisation created',
    payload: z.object({ organisationId: id, isShared: z.boolean() }),
  },
  'organisation.updated': {
    audience: 'staff',
    label: 'Organisation changed',
    payload: z.object({ organisationId: id, isShared: z.boolean() }),
  },
  'organisation.deleted': {
    audience: 'staff',
    label: 'Organisation deleted',
    payload: z.object({ organisationId: id }),
  },
  'queue.created': {
    audience: 'staff',
    label: 'Queue created',
    payload: z.object({ queueId: id, memberIds: z.array(id) }),
  },
  'queue.updated': { audience: 'staff', label: 'Queue changed', payload: z.object({ queueId: id }) },
  'mailbox.created': { audience: 'staff', label: 'Mailbox created', payload: z.object({ mailboxId: id }) },
  'mailbox.updated': { audience: 'staff', label: 'Mailbox changed', payload: z.object({ mailboxId: id }) },
  'mailbox.connected': { audience: 'staff', label: 'Mailbox connected', payload: z.object({ mailboxId: id }) },
  'settings.updated': { audience: 'staff', label: 'Settings changed', payload: z.object({}) },
} as const satisfies Record<string, { audience: 'staff' | 'customer'; label: string; payload: Payload }>

export type EventType = keyof typeof eventCatalogue
export type EventPayload<T extends EventType> = z.infer<(typeof eventCatalogue)[T]['payload']>
export const eventTypes = Object.keys(eventCatalogue) as [EventType, ...EventType[]]
export const eventType = z.enum(eventTypes)

/** One line of a ticket's timeline. `actor.name` is null where staff acted and a customer reads. */
export const timelineEvent = shape('TimelineEvent', {
  id,
  type: eventType,
  payload: z.record(z.string(), z.unknown()).meta({ examples: [{ number: 1001, channel: 'web' }] }),
  details: eventDetails,
  /** `act`: the same for all that one transaction did. `undoes`: the events that it takes back, nearest first. */
  staff: z.object({ act: id, undoes: z.array(id) }).nullable(),
  actor: z.object({ kind: z.enum(['user', 'system']), id: id.nullable(), name: z.string().nullable() }),
  createdAt: isoTime,
})
export type TimelineEvent = z.infer<typeof timelineEvent>
