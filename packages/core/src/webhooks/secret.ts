import { createHmac } from 'node:crypto'

export const secretPurpose = (webhookId: string) => `webhook:${webhookId}`

/**
 * The headers by which a receiver knows that a delivery is ours and fresh, and by which it knows one that came before:
 * Standard Webhooks 1.0, symmetric signatures.
 */
export function signDelivery(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
