import type { Asked } from '../asked.ts'

export const live = {
  hints: { all: () => ({}), 'since an event': () => ({ lastEventId: 'x' }) },
} satisfies Asked<'live'>
