import type { InputsOf } from '../input-types.ts'

export const bulk = {
  create: {
    'by a filter': () => ({ q: 'is:open', action: { name: 'tag' as const, tag: 'vpn' } }),
    'named tickets': s => ({ ids: [s.ticket], action: { name: 'resolve' as const } }),
  },
  get: s => ({ bulkId: s.bulk.ana }),
  stop: s => ({ bulkId: s.bulk.ana }),
  undo: s => ({ bulkId: s.bulk.stopped }),
} satisfies InputsOf<'bulk'>
