import {
  deliveryRefInput,
  listDeliveriesInput,
  savedWebhook,
  saveWebhookInput,
  webhook,
  webhookDelivery,
  webhookDeliveryPage,
  webhookRefInput,
} from '@gotrs/contract/webhooks'
import { z } from 'zod'
import { done } from '../trpc.ts'
import { type RestRoute, route } from './route.ts'

const tag = 'Webhooks'
const body = saveWebhookInput.omit({ webhookId: true }).strict()

export const webhookRoutes: RestRoute[] = [
  route({
    method: 'get',
    path: '/api/webhooks',
    tag,
    summary: 'List webhooks',
    procedures: ['webhooks.list'],
    answer: z.object({ items: z.array(webhook) }),
    run: async ({ call }) => ({ items: await call.webhooks.list() }),
  }),
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
    method: 'delete',
    path: '/api/webhooks/{webhookId}',
    tag,
    summary: 'Remove a webhook and its log',
    procedures: ['webhooks.remove'],
    params: webhookRefInput,
    answer: done,
    errors: ['not_found'],
    run: ({ call, params }) => call.webhooks.remove(params),
  }),
  route({
    method: 'post',
    path: '/api/webhooks/{webhookId}/secret',
    tag,
    summary: 'Make the secret of a webhook anew',
    procedures: ['webhooks.renewSecret'],
    params: webhookRefInput,
    answer: savedWebhook,
    errors: ['not_found'],
    run: ({ call, params }) => call.webhooks.renewSecret(params),
  }),
  route({
    method: 'get',
    path: '/api/webhooks/{webhookId}/deliveries',
    tag,
    summary: 'What a webhook was told',
    procedures: ['webhooks.deliveries'],
    params: webhookRefInput,
    query: listDeliveriesInput.omit({ webhookId: true }).strict(),
    answer: webhookDeliveryPage,
    errors: ['not_found', 'invalid_cursor'],
    run: ({ call, params, query }) => call.webhooks.deliveries({ ...params, ...query }),
  }),
  route({
    method: 'post',
    path: '/api/webhook-deliveries/{deliveryId}/replay',
    tag,
    summary: 'Tell a webhook once more',
    procedures: ['webhooks.replay'],
    params: deliveryRefInput,
    answer: webhookDelivery,
    errors: ['not_found', 'wrong_status'],
    run: ({ call, params }) => call.webhooks.replay(params),
  }),
]
