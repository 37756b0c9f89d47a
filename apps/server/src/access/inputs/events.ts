import type { InputsOf } from '../input-types.ts'

export const events = {
  list: {
    all: () => ({}),
    'of a ticket': s => ({ ticket: s.ticket }),
    'after an event that is not there': s => ({ after: s.missing.ticketId }),
  },
} satisfies InputsOf<'events'>
