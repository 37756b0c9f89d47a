import { type ComposerDraft, isEmptyDraft } from './draft.ts'

export type SavedState = 'unchanged' | 'saving' | 'saved' | 'failed'

type Options = {
  save: (draft: ComposerDraft) => Promise<unknown>
  discard: () => Promise<unknown>
  onState: (state: SavedState) => void
  /** Keeps what could not be saved in this browser (null: it has been saved). */
  backUp: (draft: ComposerDraft | null) => void
  pauseMs?: number
}

/** Saves what is being written after each pause, one save at a time, the last state always. */
export function createDraftSaver({ save, discard, onState, backUp, pauseMs = 700 }: Options) {
  let pending: ComposerDraft | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  async function run() {
    while (pending) {
      const draft = pending
      pending = null
      try {
        await (isEmptyDraft(draft) ? discard() : save(draft))
        backUp(null)
        if (!pending) onState(isEmptyDraft(draft) ? 'unchanged' : 'saved')
      } catch {
        backUp(pending ?? draft)
        // What was typed since counts more; without anything newer this one is tried again at the next flush.
        pending ??= draft
        onState('failed')
        return
      }
    }
  }
  /** Saves now what is not saved yet. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  return {
    flush,
    change(draft: ComposerDraft) {
      pending = draft
      onState('saving')
      clearTimeout(timer)
      timer = setTimeout(flush, pauseMs)
    },
    /** The draft has become a message: nothing of it may be saved any more. */
    async forget() {
      clearTimeout(timer)
      pending = null
      await running
      pending = null
      backUp(null)
    },
    hasUnsaved: () => pending !== null || running !== null,
  }
}

export type DraftSaver = ReturnType<typeof createDraftSaver>
