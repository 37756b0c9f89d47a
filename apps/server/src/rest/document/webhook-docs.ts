import { type EventType, eventCatalogue, eventTypes } from '@gotrs/contract/events'
import { id } from '@gotrs/contract/ids'
import { webhookPayload } from '@gotrs/contract/webhooks'
import { z } from 'zod'
import type { ZodOpenApiObject, ZodOpenApiOperationObject } from 'zod-openapi'

/** The headers with which a receiver verifies a delivery. */
const headers = z.object({
  'webhook-id': id.describe(
    'The id of the delivery, the same at each try. Use it to ignore a delivery that you have already got.',
  ),
  'webhook-timestamp': z
    .string()
    .describe(
      'When this try was sent, in seconds since 1970. Reject it when it differs from now by more than five minutes.',
    ),
  'webhook-signature': z
    .string()
    .describe(
      '`v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`. While two secrets sign, two of them with a space between.',
    ),
  'user-agent': z.string().describe('`GOTRS/` and the version.'),
})

/** What the desk sends to a webhook: one operation for each event of the catalogue, and the ping. */
export function webhookOperations(): NonNullable<ZodOpenApiObject['webhooks']> {
  const ofEvents = eventTypes.map(type => [type, { post: operationOf(type, eventCatalogue[type].label, dataOf(type)) }])
  const ping = operationOf('ping', 'A test that an admin sends', z.object({ webhookId: id }))
  return Object.fromEntries([...ofEvents, ['ping', { post: ping }]])
}

const dataOf = (type: EventType): z.ZodObject => eventCatalogue[type].payload

function operationOf(type: EventType | 'ping', summary: string, data: z.ZodObject): ZodOpenApiOperationObject {
  return {
    operationId: `webhook.${type}`.replace(/[.](\w)/g, (_all, letter: string) => letter.toUpperCase()),
    tags: ['Webhooks'],
    summary,
    description: `What a webhook that is subscribed to \`${type}\` receives.`,
    security: [],
    requestParams: { header: headers },
    requestBody: {
      required: true,
      content: { 'application/json': { schema: openPayload(type, data) } },
    },
    responses: {
      '2XX': { description: 'The receiver has accepted it. Answer within 15 seconds, and do the work afterwards.' },
      '410': { description: 'The receiver is gone for good: the desk switches the webhook off.' },
      default: { description: 'Not accepted: the desk retries for a day and a half. It does not follow redirects.' },
    },
  }
}

/** Not strict: the desk sends it, and may add fields. */
const openPayload = (type: EventType | 'ping', data: z.ZodObject) =>
  webhookPayload.extend({ type: z.literal(type), data: data.loose() }).loose()
