import type { InputsOf } from '../input-types.ts'

export const views = {
  counts: () => undefined,
  days: () => ({ days: 30 }),
  create: {
    own: () => ({ name: 'Late', q: 'is:open older:7d' }),
    shared: () => ({ name: 'Late', q: 'is:open', isShared: true }),
  },
  list: () => undefined,
  get: s => ({ viewId: s.views.ana.id }),
  update: s => ({ viewId: s.views.ana.id, name: 'Later' }),
  delete: s => ({ viewId: s.views.ana.id }),
} satisfies InputsOf<'views'>
