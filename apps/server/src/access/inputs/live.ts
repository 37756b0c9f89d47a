import type { InputsOf } from '../input-types.ts'

export const live = {
  hints: { all: () => ({}), 'since an event': () => ({ lastEventId: 'x' }) },
} satisfies InputsOf<'live'>
