import type { SavedState } from './draft-saver.ts'

/** What the page says of its draft. */
export const stateTexts = {
  unchanged: '',
  saving: 'Saving…',
  saved: 'Saved',
  failed: 'Not saved. The draft is kept in this browser.',
  conflict: 'Not saved',
} as const satisfies Record<SavedState, string>
