import type { InputsOf } from '../input-types.ts'

export const drafts = {
  get: s => ({ ticketId: s.ticket }),
  update: s => ({ ticketId: s.ticket, version: 'any', kind: 'public', html: '<p>Soon</p>' }),
  delete: s => ({ ticketId: s.ticket, version: 'any' }),
} satisfies InputsOf<'drafts'>
