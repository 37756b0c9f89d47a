import { DeskError } from '@gotrs/contract/errors'
import {
  createWebhookInput,
  deliveryRefInput,
  listDeliveriesInput,
  savedWebhook,
  updateWebhookInput,
  webhook,
  webhookDelivery,
  webhookDeliveryPage,
  webhookRefInput,
} from '@gotrs/contract/webhooks'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { deleteWebhook } from '@gotrs/core/webhooks/delete'
import { listDeliveries, listWebhooks, readWebhook } from '@gotrs/core/webhooks/queries'
import { replayDelivery } from '@gotrs/core/webhooks/replay'
import { renewWebhookSecret, saveWebhook } from '@gotrs/core/webhooks/save'
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

  /** The secret is in this answer alone. @throws invalid_input, address_not_allowed */
  create: allowed(
    'webhook.manage',
    rest.create('/api/webhooks', 'Create a webhook', {
      description:
        'Each event is one POST, signed as Standard Webhooks 1.0 lays down (`webhook-id`, `webhook-timestamp`, `webhook-signature`). The secret is in this answer and in no other. What is not answered with 2xx within 15 seconds is sent again, for a day and a half. Who answers 410, or takes nothing for five days, is switched off (`switchedOff`); what waits is kept, and told when it is switched on again.',
      errors: ['address_not_allowed'],
      example: {
        name: 'Order system',
        url: 'https://orders.example.org/desk',
        eventTypes: ['ticket.created', 'message.received'],
      },
    }),
  )
    .input(createWebhookInput)
    .output(savedWebhook)
    .mutation(async ({ ctx, input }) => {
      await refuseInside(ctx.desk.guard, input.url)
      return ctx.run(uow => saveWebhook(uow, input))
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
    .output(savedWebhook)
    .mutation(async ({ ctx, input }) => {
      if (input.url !== undefined) await refuseInside(ctx.desk.guard, input.url)
      return ctx.run(uow => updateWebhook(uow, input))
    }),

  /** @throws not_found */
  renewSecret: allowed('webhook.manage', rest.post('/api/webhooks/{webhookId}/secret', 'Give a webhook a new secret'))
    .input(webhookRefInput)
    .output(savedWebhook)
    .mutation(({ ctx, input }) => ctx.run(uow => renewWebhookSecret(uow, input.webhookId))),

  /** @throws not_found */
  delete: allowed('webhook.manage', rest.delete('/api/webhooks/{webhookId}', 'Delete a webhook and its log'))
    .input(webhookRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteWebhook(uow, input.webhookId))
      return isDone
    }),

  /** What a webhook was told, newest first; kept for a month. @throws not_found, invalid_cursor */
  deliveries: allowed(
    'webhook.read',
    rest.get('/api/webhooks/{webhookId}/deliveries', 'List what a webhook sent', { errors: ['invalid_cursor'] }),
  )
    .input(listDeliveriesInput)
    .output(webhookDeliveryPage)
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listDeliveries(reader, input))),

  /** @throws not_found, wrong_status */
  replay: allowed(
    'webhook.manage',
    rest.post('/api/webhook-deliveries/{deliveryId}/replay', 'Tell a webhook once more', { errors: ['wrong_status'] }),
  )
    .input(deliveryRefInput)
    .output(webhookDelivery)
    .mutation(({ ctx, input }) => ctx.run(uow => replayDelivery(uow, input.deliveryId))),
})

/** Told while somebody is there to hear it; what counts is looked at again with each delivery. A name may be made later. */
async function refuseInside(guard: Kernel['guard'], url: string): Promise<void> {
  await guard.resolve(new URL(url).hostname.replace(/^\[|\]$/g, '')).catch(error => {
    if (error instanceof DeskError) throw error
  })
}
