import { type EventType, eventCatalogue, type TimelineEvent } from '@gotrs/contract/events'
import { priorityWord, statusWord } from '../marks/words.ts'
import { actionSentences, type EventOfAction } from './actions/header-actions.ts'
import type { Scene, Sentence } from './sentence.ts'

const byLabel = (type: EventType) => () => eventCatalogue[type].label

/** One sentence for each event type without a sentence in an action. A new type does not compile until it has one. */
const texts = {
  'ticket.created': ({ channel }, { who }) => `${who} created the ticket ${channelPhrase[channel]}`,
  'ticket.assigned': ({ assigneeId }, scene) => assignedText(assigneeId, scene),
  'ticket.prioritySet': ({ priority, previousPriority }, { who }) =>
    `${who} set the priority from ${priorityWord(previousPriority)} to ${priorityWord(priority)}`,
  'ticket.moved': (_, { who, details }) =>
    `${who} moved it from ${queuePhrase(details.previousQueue)} to ${queuePhrase(details.queue)}`,
  'ticket.tagged': (_, { who, details }) => `${who} added ${tagPhrase(details)}`,
  'ticket.untagged': (_, { who, details }) => `${who} removed ${tagPhrase(details)}`,
  'ticket.renamed': (_, { who }) => `${who} changed the subject`,
  'ticket.participantAdded': (_, { who, details }) => `${who} added ${personPhrase(details)} to the conversation`,
  'ticket.participantRemoved': (_, { who, details }) => `${who} removed ${personPhrase(details)} from the conversation`,
  'ticket.followerAdded': ({ userId }, { who, actorId, details }) =>
    userId === actorId ? `${who} follows it` : `${who} added ${personPhrase(details)} as a follower`,
  'ticket.followerRemoved': ({ userId }, { who, actorId, details }) =>
    userId === actorId ? `${who} no longer follows it` : `${who} removed ${personPhrase(details)} as a follower`,
  'ticket.opened': (_, { who }) => `${who} opened it`,
  'ticket.statusRestored': ({ status }, { who }) => `${who} set it back to ${statusWord(status).toLowerCase()}`,
  'ticket.linked': ({ kind, linkedNumber }) => `${linkPhrase[kind]} ${ticketPhrase(linkedNumber)}`,
  'ticket.deleted': ({ number }, { who }) => `${who} deleted ticket #${number}`,
  'message.received': (_, { who }) => `${who} wrote`,
  'message.sent': (_, { who }) => `${who} answered`,
  'message.held': ({ isQuiet }) => (isQuiet ? 'An automatic reply is held' : 'A mail is held for review'),
  'message.accepted': ({ as }, { who, details }) =>
    as === 'joined'
      ? `${who} accepted the held mail from ${personPhrase(details)}`
      : `${who} accepted a held mail as another address of ${personPhrase(details)}`,
  'message.rejected': (_, { who }) => `${who} rejected a held mail`,
  'note.added': (_, { who }) => `${who} added a note`,
  'note.mentioned': (_, { who, details }) => `${who} mentioned ${personPhrase(details)}`,
  'message.moved': ({ kind, fromNumber, toNumber }, { who }) =>
    `${who} moved ${kind === 'held' ? 'a held mail' : 'a message'} from ${ticketPhrase(fromNumber)} to ${ticketPhrase(toNumber)}`,
  'mail.delivered': () => 'The mail was sent',
  'mail.caught': () => 'The mail was caught, not sent: no mail server is configured',
  'mail.failed': (_, { details }) => failurePhrase(details),
  'mail.retried': (_, { who }) => `${who} sent the mail again`,
  'mail.cancelled': (_, { who }) => `${who} cancelled the mail`,
  'mail.keptAsDraft': (_, { details }) =>
    `A reply by mail in the name of ${personPhrase(details)} became a draft: GOTRS could not confirm the sender`,
  'mail.quarantined': byLabel('mail.quarantined'),
  'mail.replayed': byLabel('mail.replayed'),
  'mail.rerouted': (_, { who }) => `${who} rerouted a mail to this ticket`,
  'user.created': byLabel('user.created'),
  'user.registrationRequested': byLabel('user.registrationRequested'),
  'user.registrationRepeated': byLabel('user.registrationRepeated'),
  'user.registered': byLabel('user.registered'),
  'user.passwordResetRequested': byLabel('user.passwordResetRequested'),
  'user.passwordChanged': byLabel('user.passwordChanged'),
  'user.loggedIn': byLabel('user.loggedIn'),
  'user.renamed': (_, { who }) => `${who} changed their name`,
  'user.notificationsSet': byLabel('user.notificationsSet'),
  'user.updated': byLabel('user.updated'),
  'user.roleChanged': byLabel('user.roleChanged'),
  'user.queuesChanged': byLabel('user.queuesChanged'),
  'login.failed': byLabel('login.failed'),
  'export.created': byLabel('export.created'),
  'session.revoked': byLabel('session.revoked'),
  'apiToken.created': byLabel('apiToken.created'),
  'apiToken.revoked': byLabel('apiToken.revoked'),
  'apiToken.used': byLabel('apiToken.used'),
  'webhook.created': byLabel('webhook.created'),
  'webhook.updated': byLabel('webhook.updated'),
  'webhook.switchedOff': byLabel('webhook.switchedOff'),
  'webhook.deleted': byLabel('webhook.deleted'),
  'webhook.replayed': byLabel('webhook.replayed'),
  'webhook.pinged': byLabel('webhook.pinged'),
  'webhook.secretRotated': byLabel('webhook.secretRotated'),
  'webhook.oldSecretRevoked': byLabel('webhook.oldSecretRevoked'),
  'bulk.created': byLabel('bulk.created'),
  'bulk.stopped': byLabel('bulk.stopped'),
  'view.created': (_, { who }) => `${who} created a view`,
  'view.updated': (_, { who }) => `${who} changed a view`,
  'view.deleted': (_, { who }) => `${who} deleted a view`,
  'organisation.created': byLabel('organisation.created'),
  'organisation.updated': byLabel('organisation.updated'),
  'organisation.deleted': byLabel('organisation.deleted'),
  'queue.created': byLabel('queue.created'),
  'queue.updated': byLabel('queue.updated'),
  'mailbox.created': byLabel('mailbox.created'),
  'mailbox.updated': byLabel('mailbox.updated'),
  'mailbox.connected': byLabel('mailbox.connected'),
  'settings.updated': byLabel('settings.updated'),
} as const satisfies { [T in Exclude<EventType, EventOfAction>]: Sentence<T> }

type Told = Pick<TimelineEvent, 'type' | 'payload' | 'details' | 'actor'> & Partial<Pick<TimelineEvent, 'staff'>>

export function eventText(event: Told): string {
  const isUndo = event.staff !== undefined && event.staff !== null && event.staff.undoes.length > 0
  return isUndo ? `${sentenceOf(event)} (undo)` : sentenceOf(event)
}

function sentenceOf(event: Told): string {
  const who = whoOf(event)
  // The payload was checked against the catalogue by the server, under this very type.
  const known = { ...actionSentences, ...texts } as Partial<Record<string, (payload: never, scene: Scene) => string>>
  const text = known[event.type] as ((payload: unknown, scene: Scene) => string) | undefined
  // A newer server can send a type that this page does not know.
  return text
    ? text(event.payload, { who, actorId: event.actor.id, details: event.details })
    : `${who} changed something`
}

/** Who did it, as the sentence begins. */
export const whoOf = ({ actor }: Pick<TimelineEvent, 'actor'>): string =>
  actor.kind === 'user' ? (actor.name ?? 'Somebody') : 'GOTRS'

const channelPhrase = { email: 'by mail', web: 'on the web', api: 'through the API', phone: 'by phone' } as const

/** The number is left out where the reader may not see that ticket. */
const ticketPhrase = (number: number | undefined) => (number === undefined ? 'another ticket' : `#${number}`)

const tagPhrase = ({ tag }: TimelineEvent['details']) => (tag === undefined ? 'a tag' : `the tag ${tag}`)

function failurePhrase({ address, response }: TimelineEvent['details']): string {
  const mail = address === undefined ? 'The mail' : `The mail to ${address}`
  return response === undefined ? `${mail} was not delivered` : `${mail} was not delivered: ${response}`
}

const linkPhrase = {
  follow_up: 'Continued in the follow-up',
  follows: 'Follows up on',
  suggested: 'May belong to',
  same_mail: 'The same mail also started',
} as const

const personPhrase = ({ person }: TimelineEvent['details']) => person ?? 'a former user'

const queuePhrase = (queue: string | undefined) => queue ?? 'another queue'

function assignedText(assigneeId: string | null, { who, actorId, details }: Scene): string {
  if (assigneeId === null) return `${who} removed the assignee`
  return assigneeId === actorId ? `${who} took it` : `${who} assigned it to ${personPhrase(details)}`
}
