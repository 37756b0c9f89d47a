import type { InputsOf } from '../input-types.ts'

export const notifications = {
  get: () => undefined,
  update: () => ({ mailedKinds: ['assigned', 'message'] }),
  list: () => ({}),
  markRead: {
    all: () => ({ seenAt: '2030-01-07T09:00:00.000Z' }),
    'of a ticket': s => ({ seenAt: '2030-01-07T09:00:00.000Z', ticketId: s.ticket }),
  },
} satisfies InputsOf<'notifications'>
