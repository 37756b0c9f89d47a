import { useState } from 'react'
import { type Draft, type DraftKey, emptyDraft, keepDraft, readDraft } from './draft-store.ts'

/** The draft of this user on this request; every change is kept at once, so that a reload loses nothing. */
export function useDraft(key: DraftKey) {
  const [draft, setDraft] = useState(() => readDraft(localStorage, key))
  return {
    draft,
    change(part: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) {
      setDraft(before => {
        const after = { ...before, ...(typeof part === 'function' ? part(before) : part) }
        keepDraft(localStorage, key, after, Date.now())
        return after
      })
    },
    clear() {
      keepDraft(localStorage, key, emptyDraft, Date.now())
      setDraft(emptyDraft)
    },
  }
}
