import type { InputsOf } from '../input-types.ts'

const hook = { name: 'Chat', url: 'https://hooks.example/y', eventTypes: ['ticket.created'] }

export const webhooks = {
  list: () => undefined,
  get: s => ({ webhookId: s.webhook.id }),
  create: () => hook,
  update: s => ({ ...hook, webhookId: s.webhook.id }),
  renewSecret: s => ({ webhookId: s.webhook.id }),
  delete: s => ({ webhookId: s.webhook.id }),
  deliveries: s => ({ webhookId: s.webhook.id }),
  ping: s => ({ webhookId: s.webhook.id }),
  revokeOldSecret: s => ({ webhookId: s.webhook.id }),
  replay: s => ({ deliveryId: s.deliveryId }),
  retryDelivery: s => ({ deliveryId: s.deliveryId }),
} satisfies InputsOf<'webhooks'>
