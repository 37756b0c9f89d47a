import { createHmac, randomBytes } from 'node:crypto'

export const secretPurpose = (webhookId: string) => `webhook:${webhookId}`

/** As Standard Webhooks writes it: 24 to 64 random bytes in base64. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/**
 * The headers by which a receiver knows that a delivery is from this desk, fresh, and not a repetition: Standard
 * Webhooks 1.0, with one symmetric signature for each secret.
 */
export function signDelivery(secrets: string[], id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signatures = secrets.map(secret => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
