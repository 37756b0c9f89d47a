import type { InputsOf } from '../input-types.ts'

export const queues = {
  list: () => undefined,
  get: s => ({ queueId: s.queue }),
  create: {
    one: () => ({ name: 'Returns' }),
    'with a member': s => ({ name: 'Returns', memberIds: [s.world.ben.id] }),
  },
  update: s => ({ queueId: s.queue, name: 'Help' }),
} satisfies InputsOf<'queues'>
