import type { InputsOf } from '../input-types.ts'

export const presence = {
  list: () => undefined,
  report: {
    viewing: s => ({ ticketId: s.ticket, state: 'viewing' }),
    gone: s => ({ ticketId: s.ticket, state: 'gone' }),
  },
} satisfies InputsOf<'presence'>
