import type { InputsOf } from '../input-types.ts'

export const organisations = {
  list: () => ({}),
  get: s => ({ organisationId: s.world.omar.organisationId }),
  create: { one: () => ({ name: 'Globex' }), shared: () => ({ name: 'Globex', isShared: true }) },
  update: s => ({ organisationId: s.world.omar.organisationId, name: 'Acme Ltd' }),
  delete: s => ({ organisationId: s.world.omar.organisationId }),
} satisfies InputsOf<'organisations'>
