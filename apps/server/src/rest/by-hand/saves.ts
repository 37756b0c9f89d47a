import { mailbox, mailboxRefInput, saveMailboxInput } from '@gotrs/contract/mailboxes'
import { savedWebhook, saveWebhookInput, webhookRefInput } from '@gotrs/contract/webhooks'
import { type RestRoute, route } from '../route.ts'

const tag = 'Webhooks'
const body = saveWebhookInput.omit({ webhookId: true }).strict()

export const saveRows: RestRoute[] = [
  route({
    method: 'post',
    path: '/api/webhooks',
    tag,
    summary: 'Create a webhook',
    description:
      'Each event is one POST, signed as Standard Webhooks 1.0 lays down (`webhook-id`, `webhook-timestamp`, `webhook-signature`). The secret is in this answer and in no other. What is not answered with 2xx within 15 seconds is told again, for a day and a half. Who answers 410, or takes nothing for five days, is switched off (`switchedOff`); what waits is kept, and told when it is switched on again.',
    procedures: ['webhooks.save'],
    body,
    example: {
      name: 'Order system',
      url: 'https://orders.example.org/desk',
      eventTypes: ['ticket.created', 'message.received'],
    },
    answer: savedWebhook,
    status: 201,
    locationOf: ({ id }) => `/api/webhooks/${id}`,
    errors: ['address_not_allowed'],
    run: ({ call, body: given }) => call.webhooks.save(given),
  }),
  route({
    method: 'put',
    path: '/api/webhooks/{webhookId}',
    tag,
    summary: 'Change a webhook',
    description:
      'Other than with a ticket or a user, `name`, `url` and `eventTypes` are all needed: `GET /api/webhooks` has them as they are. `isActive` left out stays.',
    procedures: ['webhooks.save'],
    params: webhookRefInput,
    body,
    example: {
      name: 'Order system',
      url: 'https://orders.example.org/desk',
      eventTypes: ['ticket.created'],
      isActive: false,
    },
    answer: savedWebhook,
    errors: ['not_found', 'address_not_allowed'],
    run: ({ call, params, body: given }) => call.webhooks.save({ ...params, ...given }),
  }),
  route({
    method: 'post',
    path: '/api/mailboxes',
    tag: 'Mailboxes',
    summary: 'Create a mailbox',
    procedures: ['mailboxes.save'],
    body: saveMailboxInput.omit({ mailboxId: true }).strict(),
    answer: mailbox,
    status: 201,
    errors: ['already_exists', 'not_found'],
    run: ({ call, body }) => call.mailboxes.save(body),
  }),
  route({
    method: 'put',
    path: '/api/mailboxes/{mailboxId}',
    tag: 'Mailboxes',
    summary: 'Change a mailbox',
    description: 'The whole of it; a password or secret left out stays, for the same account on the same server.',
    procedures: ['mailboxes.save'],
    params: mailboxRefInput,
    body: saveMailboxInput.omit({ mailboxId: true }).strict(),
    answer: mailbox,
    errors: ['already_exists', 'not_found'],
    run: ({ call, params, body }) => call.mailboxes.save({ ...params, ...body }),
  }),
]
