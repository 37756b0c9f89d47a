import { z } from 'zod'
import { eventType, eventTypes } from './events.ts'
import { id, isoTime, line, page, paging } from './ids.ts'
import { partOf } from './part-of.ts'
import { shape } from './shape.ts'

/** A subscription to events: one POST for each event, signed as in Standard Webhooks (standardwebhooks.com). */
export const webhook = shape('Webhook', {
  id,
  name: z.string(),
  url: z.string().meta({ format: 'uri' }),
  eventTypes: z.array(eventType),
  isActive: z.boolean(),
  createdAt: isoTime,
  /** Until when the secret before the last rotation signs as well; null when it no longer does. */
  oldSecretUntil: isoTime.nullable(),
  /** Since when every try has failed, with no silence of two days between; null where the last one did not. */
  failingSince: isoTime.nullable(),
  /**
   * GOTRS switched it off: `gone`: it answered 410; `failing`: no delivery succeeded for five days. Waiting deliveries are
   * kept, and sent when it is switched on again.
   */
  switchedOff: z.object({ at: isoTime, reason: z.enum(['gone', 'failing']) }).nullable(),
  /** Of the last thousand deliveries: how many wait, and how many were given up. */
  waiting: z.number().int(),
  failed: z.number().int(),
})
export type Webhook = z.infer<typeof webhook>

export const createWebhookInput = z
  .object({
    name: line(120).describe('A name to identify this webhook.'),
    url: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) =>
          input === undefined ? 'is missing: send a web address' : 'must begin with https:// or http://',
      })
      .max(2_000)
      .describe('Where each event is sent to, by POST. `https://`, or `http://` in a network of your own.'),
    eventTypes: z.array(eventType).min(1).max(eventTypes.length).describe('The events that it sends.'),
    isActive: z.boolean().optional().describe('Default for a new webhook: true.'),
  })
  .strict()
export type CreateWebhookInput = z.input<typeof createWebhookInput>
export const updateWebhookInput = partOf(createWebhookInput).extend({ webhookId: id }).strict()
export type UpdateWebhookInput = z.input<typeof updateWebhookInput>
/** `secret` (`whsec_…`) only in the answer that creates the webhook or rotates its secret; else null. */
export const webhookWithSecret = shape('WebhookWithSecret', { ...webhook.shape, secret: z.string().nullable() })
export const webhookRefInput = z.object({ webhookId: id }).strict()
export const rotateSecretInput = z
  .object({
    webhookId: id,
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .describe('For how long the old secret signs as well; 0 revokes it at once.'),
  })
  .strict()

/** What a delivery can be of: an event, or the test that an admin sends with `ping`. */
export const deliveryTypes = [...eventTypes, 'ping'] as const
export const deliveryType = z.enum(deliveryTypes)

/** The body of a delivery. `data` is the event's own payload: ids and small facts, never bodies. */
export const webhookPayload = shape('WebhookPayload', {
  id,
  type: deliveryType,
  createdAt: isoTime,
  ticketId: id.nullable(),
  actor: z.object({ kind: z.enum(['user', 'system']), id: id.nullable(), name: z.string().nullable() }),
  data: z.record(z.string(), z.unknown()).meta({ examples: [{ number: 1001, channel: 'web' }] }),
})
export type WebhookPayload = z.infer<typeof webhookPayload>

export const webhookDelivery = shape('WebhookDelivery', {
  id,
  eventType: deliveryType,
  status: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number().int(),
  nextAttemptAt: isoTime.nullable(),
  responseStatus: z.number().int().nullable(),
  /** The first bytes of the answer, or what went wrong. */
  response: z.string().nullable(),
  payload: webhookPayload,
  createdAt: isoTime,
  deliveredAt: isoTime.nullable(),
})
export type WebhookDelivery = z.infer<typeof webhookDelivery>

export const listDeliveriesInput = z
  .object({
    webhookId: id,
    status: z.enum(['all', 'waiting', 'delivered', 'failed']).default('all').describe('How it went.'),
    ...paging,
  })
  .strict()
export const webhookDeliveryPage = page(webhookDelivery)
export const deliveryRefInput = z.object({ deliveryId: id }).strict()
