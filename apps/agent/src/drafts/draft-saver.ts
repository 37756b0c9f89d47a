import type { DraftState } from '@gotrs/contract/drafts'
import { failureOf } from '@gotrs/web/errors/failure'
import type { Backup } from './draft-backup.ts'
import { nextSaveNumber, writerId } from './writer.ts'

export type SavedState = 'unchanged' | 'saving' | 'saved' | 'failed' | 'conflict'

/** What the server says of every draft that it stores. */
export type StoredVersion = { version: number; state: DraftState; writerId: string | null }

/** What a save says: the version that it is based on, and which save of which window it is. */
export type Seen = { version: number; writerId: string; saveNumber: number }

type Options<D, S extends StoredVersion> = {
  /** The version that is on the screen; 0: none. */
  version: number
  save: (draft: D, seen: Seen) => Promise<S>
  /** For an emptied draft. */
  remove: (seen: Seen) => Promise<unknown>
  isEmpty: (draft: D) => boolean
  /** Is it stored already, with these very words? */
  isSame: (draft: D, stored: S) => boolean
  onState: (state: SavedState) => void
  /** Another window has changed the draft: nothing is saved until `settle`. Null: it is not there any more. */
  onConflict: (stored: S | null) => void
  /** Keeps in this browser what is not saved yet (null: it is saved). */
  backUp: (kept: Backup<D> | null) => void
  pauseMs?: number
}

type Saver<D, S extends StoredVersion> = Options<D, S> & {
  pending: D | null
  timer: ReturnType<typeof setTimeout> | undefined
  running: Promise<void> | null
  isInConflict: boolean
  /** The number of the last save that was sent. */
  latest: number
}

/** Saves what is being written after each pause, by version, the last state always. */
export function createDraftSaver<D, S extends StoredVersion>(options: Options<D, S>) {
  const it: Saver<D, S> = {
    ...options,
    ...{ pending: null, timer: undefined, running: null, isInConflict: false, latest: 0 },
  }
  return {
    /** Saves now what is not saved yet. */
    flush: () => flush(it),
    change: (draft: D) => change(it, draft),
    /** The page may be gone in a moment: the last words do not wait for the answer to the save before them. */
    hurry() {
      clearTimeout(it.timer)
      const draft = take(it)
      if (draft !== null) void attempt(it, draft)
    },
    /** The words on the screen are those of this version. */
    adopt(version: number) {
      it.version = Math.max(it.version, version)
    },
    /** The person has seen this version and decides what to keep; null: what is stored. */
    settle(version: number, draft: D | null) {
      Object.assign(it, { isInConflict: false, version, pending: null })
      it.backUp(null)
      if (draft === null) return
      change(it, draft)
      void flush(it)
    },
    /** It was sent: nothing of it may be saved any more. */
    async end() {
      clearTimeout(it.timer)
      it.pending = null
      await it.running
      it.pending = null
      it.backUp(null)
    },
    isInConflict: () => it.isInConflict,
    hasUnsaved: () => it.pending !== null || it.running !== null,
    version: () => it.version,
  }
}

export type DraftSaver<D> = ReturnType<typeof createDraftSaver<D, StoredVersion>>

function change<D, S extends StoredVersion>(it: Saver<D, S>, draft: D) {
  it.pending = draft
  it.backUp({ draft, version: it.version })
  if (it.isInConflict) return
  it.onState('saving')
  clearTimeout(it.timer)
  it.timer = setTimeout(() => flush(it), it.pauseMs ?? 700)
}

function flush<D, S extends StoredVersion>(it: Saver<D, S>): Promise<void> {
  clearTimeout(it.timer)
  it.running ??= run(it).finally(() => {
    it.running = null
  })
  return it.running
}

async function run<D, S extends StoredVersion>(it: Saver<D, S>) {
  for (let draft = take(it); draft !== null; draft = take(it)) {
    await attempt(it, draft)
    // It failed: the next flush tries again.
    if (it.pending === draft) return
  }
}

function take<D, S extends StoredVersion>(it: Saver<D, S>): D | null {
  if (it.isInConflict) return null
  const draft = it.pending
  it.pending = null
  return draft
}

async function attempt<D, S extends StoredVersion>(it: Saver<D, S>, draft: D) {
  const seen = { version: it.version, writerId, saveNumber: nextSaveNumber() }
  it.latest = seen.saveNumber
  try {
    if (it.isEmpty(draft)) await it.remove(seen)
    else it.version = Math.max(it.version, (await it.save(draft, seen)).version)
    if (it.latest === seen.saveNumber) saved(it, draft)
  } catch (error) {
    // A later save has the words of this one too.
    if (it.latest === seen.saveNumber) refused(it, draft, error)
  }
}

function saved<D, S extends StoredVersion>(it: Saver<D, S>, draft: D) {
  if (it.pending !== null) return
  it.backUp(null)
  it.onState(it.isEmpty(draft) ? 'unchanged' : 'saved')
}

function refused<D, S extends StoredVersion>(it: Saver<D, S>, draft: D, error: unknown) {
  const { code, params } = failureOf(error)
  const isConflict = code === 'draft_changed'
  const stored = isConflict ? ((params.draft ?? null) as S | null) : null
  if (stored && it.isSame(draft, stored)) {
    it.version = stored.version
    return saved(it, draft)
  }
  // What was typed since counts more; without anything newer this one is tried again at the next flush.
  it.pending ??= draft
  it.backUp({ draft: it.pending, version: it.version })
  it.isInConflict = isConflict
  it.onState(isConflict ? 'conflict' : 'failed')
  if (isConflict) it.onConflict(stored)
}
