import { eachPlace } from './each-place.ts'
import type { InputsOf } from './inputs.ts'

/** Of each queue, and one with a reset link in each state. */
const eachOutboundMail: InputsOf = scene => ({
  ...eachPlace(({ outboundMailId }) => ({ mailId: outboundMailId }))(scene),
  ...Object.fromEntries(
    Object.entries(scene.secretMails).map(([state, mailId]) => [`secret, ${state}`, { mailId }] as const),
  ),
})

const eachWebhook: InputsOf = ({ webhook, missing }) => ({
  chat: { webhookId: webhook.id },
  missing: { webhookId: missing.ticketId },
})

const eachDelivery: InputsOf = ({ deliveryId, missing }) => ({
  failed: { deliveryId },
  missing: { deliveryId: missing.ticketId },
})

export const mailInputs = {
  'queues.list': () => ({ all: undefined }),
  'queues.get': ({ support, missing }) => ({
    support: { queueId: support.queueId },
    missing: { queueId: missing.queueId },
  }),
  'queues.create': ({ world }) => ({
    one: { name: 'Returns' },
    'one of ben': { name: 'Returns', memberIds: [world.ben.id] },
  }),
  'queues.update': ({ support, missing }) => ({
    support: { queueId: support.queueId, name: 'Help' },
    missing: { queueId: missing.queueId, name: 'Help' },
  }),
  'mailboxes.list': () => ({ all: undefined }),
  'mailboxes.get': ({ world, missing }) => ({
    support: { mailboxId: world.mailboxId },
    missing: { mailboxId: missing.ticketId },
  }),
  'mailboxes.create': ({ support }) => ({ new: { ...mailbox('new'), queueId: support.queueId } }),
  'mailboxes.update': ({ world, support, missing }) => ({
    support: { ...mailbox('support'), mailboxId: world.mailboxId, queueId: support.queueId },
    missing: { ...mailbox('new'), mailboxId: missing.ticketId, queueId: support.queueId },
  }),
  'mailboxes.test': ({ world, missing }) => ({
    unsaved: { imap: { ...imap, password: 'x' } },
    support: { mailboxId: world.mailboxId, imap },
    missing: { mailboxId: missing.ticketId, imap },
  }),
  'mailboxes.startOAuth': ({ world, missing }) => ({
    support: { mailboxId: world.mailboxId },
    missing: { mailboxId: missing.ticketId },
  }),
  'mailboxes.oauthRedirect': () => ({ all: undefined }),
  'mailboxes.forwardAddresses': () => ({ own: undefined }),
  'inbound.list': () => ({ all: {}, search: { q: 'quokka' } }),
  'inbound.get': eachPlace(({ inboundMailId }) => ({ mailId: inboundMailId })),
  'inbound.replay': scene => ({
    ...eachPlace(({ inboundMailId }) => ({ mailId: inboundMailId }))(scene),
    kept: { mailId: scene.keptMailId },
  }),
  'inbound.reroute': ({ keptMailId, support, missing }) => ({
    'kept to support': { mailId: keptMailId, to: { ticketId: support.ticketId } },
    'kept to a queue': { mailId: keptMailId, to: { queueId: support.queueId } },
    'filed already': { mailId: support.inboundMailId, to: { ticketId: support.ticketId } },
    'missing ticket': { mailId: keptMailId, to: { ticketId: missing.ticketId } },
    missing: { mailId: missing.inboundMailId, to: { ticketId: support.ticketId } },
  }),
  'outbox.list': () => ({ all: {}, search: { q: 'quokka' } }),
  'outbox.get': eachOutboundMail,
  'outbox.retry': eachOutboundMail,
  'outbox.cancel': eachOutboundMail,
  'developmentInbox.list': () => ({ 'missing: switched off': undefined }),
  'settings.get': () => ({ all: undefined }),
  'settings.update': () => ({ all: { rawMailDays: 90 } }),
  'webhooks.list': () => ({ all: undefined }),
  'webhooks.get': ({ webhook, missing }) => ({
    chat: { webhookId: webhook.id },
    missing: { webhookId: missing.ticketId },
  }),
  'webhooks.create': () => ({ new: hook }),
  'webhooks.update': ({ webhook, missing }) => ({
    chat: { ...hook, webhookId: webhook.id },
    missing: { ...hook, webhookId: missing.ticketId },
  }),
  'webhooks.renewSecret': eachWebhook,
  'webhooks.revokeOldSecret': eachWebhook,
  'webhooks.ping': eachWebhook,
  'webhooks.delete': eachWebhook,
  'webhooks.deliveries': eachWebhook,
  'webhooks.replay': eachDelivery,
  'webhooks.retryDelivery': eachDelivery,
} satisfies Record<string, InputsOf>

const hook = { name: 'Chat', url: 'https://hooks.example/y', eventTypes: ['ticket.created'] }
const mailbox = (name: string) => ({ name, address: `${name}@gotrs.example`, displayName: 'Northwind' })
/** Inside the network of the desk: refused before anything is connected to. */
const imap = { host: '127.0.0.1', port: 993, tls: 'tls', user: 'support', folder: 'INBOX' }
