import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Backup } from './draft-backup.ts'
import { createDraftSaver, type DraftSaver, type SavedState, type Seen, type StoredVersion } from './draft-saver.ts'
import { writerId } from './writer.ts'

type Options<D, S extends StoredVersion> = {
  initial: D
  /** The version that `initial` is based on; 0: none. */
  version: number
  /** `initial` comes from a backup, and the server does not have it. */
  isUnsaved: boolean
  /** The draft as the server has it now: read again whenever a window of the same person saves or sends it. */
  stored: S | null
  /** Null where it was sent or deleted. */
  fromStored: (stored: S) => D | null
  isEmpty: (draft: D) => boolean
  isSame: (draft: D, stored: S) => boolean
  save: (draft: D, seen: Seen) => Promise<S>
  remove: (seen: Seen) => Promise<unknown>
  backUp: (kept: Backup<D> | null) => void
  /** Words of another window are on the screen from now on. */
  onArrived: (draft: D, before: D) => void
  /** Another window has sent or deleted what was on the screen. */
  onEnded: (stored: S) => void
  /** What to go on with after that. */
  empty: (before: D) => D
}

/** What is being written, kept on the server by version, and shown live while it is written in another window. */
export function useLiveDraft<D, S extends StoredVersion>(options: Options<D, S>) {
  const { initial, stored, isEmpty } = options
  const [draft, setDraft] = useState(initial)
  const [state, setState] = useState<SavedState>(isEmpty(initial) ? 'unchanged' : 'saved')
  const [conflict, setConflict] = useState<{ stored: S | null } | null>(null)
  // Two changes in one tick (a file that arrives while somebody types) must both be in.
  const latest = useRef(initial)
  const isHeld = useRef(false)
  const [saver] = useState(() =>
    createDraftSaver<D, S>({
      version: options.version,
      isEmpty,
      isSame: options.isSame,
      save: options.save,
      remove: options.remove,
      backUp: options.backUp,
      onState: setState,
      onConflict: found => setConflict({ stored: found }),
    }),
  )
  const put = (next: D) => {
    latest.current = next
    setDraft(next)
  }
  const change = (patch: Partial<D>) => {
    put({ ...latest.current, ...patch })
    saver.change(latest.current)
  }
  /** Null: it was sent or deleted. */
  const show = (theirs: D | null) => {
    const before = latest.current
    put(theirs ?? options.empty(before))
    setState(theirs ? 'saved' : 'unchanged')
    options.onArrived(latest.current, before)
  }
  const follow = useEffectEvent(() => {
    if (!stored || isHeld.current || stored.version <= saver.version()) return
    if (conflict) return setConflict({ stored })
    if (stored.writerId === writerId) return saver.adopt(stored.version)
    // The save that is due is rejected, and the person chooses.
    if (saver.hasUnsaved()) return
    saver.adopt(stored.version)
    const theirs = options.fromStored(stored)
    if (!theirs && isEmpty(latest.current)) return
    if (!theirs) options.onEnded(stored)
    show(theirs)
  })
  // A save of this window may have been on its way when another one was read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: to follow what is stored when it or the state changes
  useEffect(follow, [stored, state])
  useLastWords(saver)
  const [isUnsaved] = useState(options.isUnsaved)
  const restore = useEffectEvent(() => saver.change(latest.current))
  useEffect(() => {
    if (isUnsaved) restore()
  }, [isUnsaved])

  /** Null: what is stored. */
  const settle = (kept: D | null) => {
    if (!conflict) return
    const theirs = conflict.stored && options.fromStored(conflict.stored)
    setConflict(null)
    show(kept ?? theirs)
    saver.settle(conflict.stored?.version ?? 0, kept)
  }
  /** While a message is sent, its draft ends by that and by no other window. */
  const hold = (held: boolean) => {
    isHeld.current = held
    if (!held) follow()
  }
  return { draft, latest, put, change, state, saver, conflict, settle, hold }
}

/** A page can be gone without another event after these (https://www.w3.org/TR/page-visibility-2/). */
type Words = Pick<DraftSaver<never>, 'hurry' | 'flush' | 'hasUnsaved'>

function useLastWords({ hurry, flush, hasUnsaved }: Words) {
  useEffect(() => {
    const saveNow = () => void (hasUnsaved() && flush())
    const whenHidden = () => document.visibilityState === 'hidden' && hurry()
    document.addEventListener('visibilitychange', whenHidden)
    window.addEventListener('pagehide', hurry)
    window.addEventListener('online', saveNow)
    return () => {
      document.removeEventListener('visibilitychange', whenHidden)
      window.removeEventListener('pagehide', hurry)
      window.removeEventListener('online', saveNow)
      saveNow()
    }
  }, [hurry, flush, hasUnsaved])
}
