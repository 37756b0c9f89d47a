import type { InputsOf } from '../input-types.ts'

const eve = { name: 'Eve', email: 'eve@new.example' }

export const users = {
  list: { all: () => ({}), customers: () => ({ role: 'customer', text: 'omar' }) },
  get: s => ({ userId: s.customer }),
  create: {
    agent: () => ({ ...eve, role: 'agent' }),
    customer: () => ({ ...eve, role: 'customer' }),
    'customer with a password': () => ({ ...eve, role: 'customer', password: 'trapeze canoe lentil' }),
    'customer of Acme': () => ({ ...eve, email: 'eve@acme.example', role: 'customer' }),
  },
  update: {
    name: s => ({ userId: s.customer, name: 'Another Name' }),
    role: s => ({ userId: s.customer, role: 'admin' }),
    queues: s => ({ userId: s.world.ben.id, queueIds: [s.legal.queueId] }),
    'no queues': s => ({ userId: s.world.ben.id, queueIds: [] }),
    organisation: s => ({ userId: s.world.lena.id, organisationId: s.world.omar.organisationId }),
    'no organisation': s => ({ userId: s.customer, organisationId: null }),
    on: s => ({ userId: s.customer, isActive: true }),
    off: s => ({ userId: s.customer, isActive: false }),
  },
  sessions: s => ({ userId: s.customer }),
  revokeSessions: s => ({ userId: s.customer }),
} satisfies InputsOf<'users'>
