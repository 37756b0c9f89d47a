import { DeskError } from '@gotrs/contract/errors'
import {
  createWebhookInput,
  deliveryRefInput,
  listDeliveriesInput,
  rotateSecretInput,
  updateWebhookInput,
  webhook,
  webhookDelivery,
  webhookDeliveryPage,
  webhookRefInput,
  webhookWithSecret,
} from '@gotrs/contract/webhooks'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { createWebhook } from '@gotrs/core/webhooks/create'
import { deleteWebhook } from '@gotrs/core/webhooks/delete'
import { pingWebhook } from '@gotrs/core/webhooks/ping'
import { listDeliveries, listWebhooks, readWebhook } from '@gotrs/core/webhooks/queries'
import { replayDelivery } from '@gotrs/core/webhooks/replay'
import { retryDelivery } from '@gotrs/core/webhooks/retry-delivery'
import { revokeOldSecret, rotateWebhookSecret } from '@gotrs/core/webhooks/rotate-secret'
import { sendNow } from '@gotrs/core/webhooks/send-now'
import { updateWebhook } from '@gotrs/core/webhooks/update'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const webhooksRouter = router({
  /** At most 50, by name; secrets never come back. */
  list: allowed('webhook.read', rest.get('/api/webhooks', 'List webhooks'))
    .output(z.array(webhook))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listWebhooks)),

  /** @throws not_found */
  get: allowed('webhook.read', rest.get('/api/webhooks/{webhookId}', 'Read a webhook'))
    .input(webhookRefInput)
    .output(webhook)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readWebhook(reader, input.webhookId))),

  /** Only this answer contains the secret. @throws invalid_input, address_not_allowed */
  create: allowed(
    'webhook.manage',
    rest.create('/api/webhooks', 'Create a webhook', {
      description:
        'Each event is one POST, signed according to Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Only this answer contains the secret. The desk retries a delivery for a day and a half until it gets a 2xx answer within 15 seconds. It switches the webhook off (`switchedOff`) after a 410 answer or five days without a success, keeps the waiting deliveries, and sends them when you switch it on again.',
      errors: ['address_not_allowed'],
      example: {
        name: 'Order system',
        url: 'https://orders.example.org/desk',
        eventTypes: ['ticket.created', 'message.received'],
      },
    }),
  )
    .input(createWebhookInput)
    .output(webhookWithSecret)
    .mutation(async ({ ctx, input }) => {
      await rejectInside(ctx.desk.guard, input.url)
      return ctx.run(uow => createWebhook(uow, input))
    }),

  /** @throws not_found, invalid_input, address_not_allowed */
  update: allowed(
    'webhook.manage',
    rest.update('/api/webhooks/{webhookId}', 'Change a webhook', {
      description: 'Any of the fields; what is left out stays.',
      errors: ['address_not_allowed'],
      example: { eventTypes: ['ticket.created'], isActive: false },
    }),
  )
    .input(updateWebhookInput)
    .output(webhookWithSecret)
    .mutation(async ({ ctx, input }) => {
      if (input.url !== undefined) await rejectInside(ctx.desk.guard, input.url)
      return ctx.run(uow => updateWebhook(uow, input))
    }),

  /** Only this answer contains the new secret. @throws not_found */
  renewSecret: allowed(
    'webhook.manage',
    rest.post('/api/webhooks/{webhookId}/secret', 'Rotate the secret of a webhook', {
      operationId: 'rotateWebhookSecret',
      description:
        'Answers the new secret. Until `oldSecretUntil` each delivery carries two signatures, of the new secret and of the old one, so the receiver may change over at any time between. Only two secrets sign at once: a second rotation ends the oldest.',
      example: { overlapHours: 24 },
    }),
  )
    .input(rotateSecretInput)
    .output(webhookWithSecret)
    .mutation(({ ctx, input }) => ctx.run(uow => rotateWebhookSecret(uow, input))),

  /** Does nothing where only one secret signs. @throws not_found */
  revokeOldSecret: allowed(
    'webhook.manage',
    rest.delete('/api/webhooks/{webhookId}/old-secret', 'End the overlap of two secrets early', {
      description: 'From the next try on, the current secret alone signs.',
    }),
  )
    .input(webhookRefInput)
    .output(webhook)
    .mutation(({ ctx, input }) => ctx.run(uow => revokeOldSecret(uow, input.webhookId))),

  /** Sends a test delivery at once and answers its result. @throws not_found */
  ping: allowed(
    'webhook.manage',
    rest.post('/api/webhooks/{webhookId}/ping', 'Send a test delivery to a webhook', {
      description:
        'Sends a signed delivery of type `ping` at once, also to a webhook that is off, waits up to 15 seconds for the receiver, and answers the result: `status`, `responseStatus` and `response`. It is tried once and stays in the log of deliveries.',
    }),
  )
    .input(webhookRefInput)
    .output(webhookDelivery)
    .mutation(async ({ ctx, input }) => {
      const { deliveryId } = await ctx.run(uow => pingWebhook(uow, input.webhookId))
      return sendNow(ctx.desk, deliveryId)
    }),

  /** @throws not_found */
  delete: allowed('webhook.manage', rest.delete('/api/webhooks/{webhookId}', 'Delete a webhook and its log'))
    .input(webhookRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteWebhook(uow, input.webhookId))
      return isDone
    }),

  /** The deliveries of a webhook, newest first; kept for a month. @throws not_found, invalid_cursor */
  deliveries: allowed(
    'webhook.read',
    rest.get('/api/webhooks/{webhookId}/deliveries', 'List the deliveries of a webhook', {
      operationId: 'listWebhookDeliveries',
      errors: ['invalid_cursor'],
    }),
  )
    .input(listDeliveriesInput)
    .output(webhookDeliveryPage)
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listDeliveries(reader, input))),

  /** Sends one delivery now and answers its result. @throws not_found, wrong_status */
  retryDelivery: allowed(
    'webhook.manage',
    rest.post('/api/webhook-deliveries/{deliveryId}/retry', 'Send a delivery now', {
      description:
        'Sends it under the same id and with the same payload, whether it waits for its next try, was delivered or has failed, and answers the result within 15 seconds. When it fails, it is tried again as a new delivery is. `wrong_status`: it is being sent right now.',
      errors: ['wrong_status'],
    }),
  )
    .input(deliveryRefInput)
    .output(webhookDelivery)
    .mutation(async ({ ctx, input }) => {
      const { deliveryId } = await ctx.run(uow => retryDelivery(uow, input.deliveryId))
      return sendNow(ctx.desk, deliveryId)
    }),

  /** @throws not_found, wrong_status */
  replay: allowed(
    'webhook.manage',
    rest.post('/api/webhook-deliveries/{deliveryId}/replay', 'Send a delivery again', {
      operationId: 'replayWebhookDelivery',
      errors: ['wrong_status'],
    }),
  )
    .input(deliveryRefInput)
    .output(webhookDelivery)
    .mutation(({ ctx, input }) => ctx.run(uow => replayDelivery(uow, input.deliveryId))),
})

/** An early error for the person; each delivery checks the address again. A name may be registered later. */
async function rejectInside(guard: Kernel['guard'], url: string): Promise<void> {
  await guard.resolve(new URL(url).hostname.replace(/^\[|\]$/g, '')).catch(error => {
    if (error instanceof DeskError) throw error
  })
}
