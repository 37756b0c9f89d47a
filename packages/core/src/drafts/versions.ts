import type { DraftState } from '@gotrs/contract/drafts'
import { DeskError } from '@gotrs/contract/errors'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

export type StoredVersion = {
  version: number
  state: DraftState
  writerId: string | null
  saveNumber: number | null
}

/** Which version a window based its save on, and which of its own saves this is. */
export type SeenVersion = {
  version: number | 'any'
  writerId?: string | undefined
  saveNumber?: number | undefined
}

type NewVersion = StoredVersion & { updatedAt: Date }

/** One kind of draft of the actor, as a table holds it. */
export type DraftStore = {
  /** Locks the row. */
  lock(): Promise<StoredVersion | undefined>
  /** False where another call created the row first. */
  insert(next: NewVersion): Promise<boolean>
  update(next: NewVersion): Promise<unknown>
  /** The stored draft, for the window that is rejected. */
  show(): Promise<unknown>
  ticketId: string | null
}

/** Writes the next version. @throws DeskError `draft_changed` with the stored draft, if another window changed it */
export async function saveVersion(uow: UnitOfWork, store: DraftStore, seen: SeenVersion): Promise<void> {
  if (!(await writeVersion(uow, store, seen, 'open'))) throw await changed(store)
}

/** Empties an open draft; nothing happens where there is none. @throws DeskError as `saveVersion` */
export async function deleteVersion(uow: UnitOfWork, store: DraftStore, seen: SeenVersion): Promise<void> {
  const stored = await store.lock()
  if (stored?.state !== 'open') return
  if (!(await writeVersion(uow, store, seen, 'deleted'))) throw await changed(store)
}

const changed = async (store: DraftStore) => new DeskError('draft_changed', { draft: await store.show() })

/** False where another window has written since, and nothing is written. */
export async function writeVersion(
  uow: UnitOfWork,
  store: DraftStore,
  seen: SeenVersion,
  state: DraftState,
): Promise<boolean> {
  const stored = await store.lock()
  if (!mayReplace(stored, seen)) return false
  const next = {
    // The first one is a time: a window that sleeps until the row has expired never meets its own number again.
    version: stored ? stored.version + 1 : uow.now.getTime(),
    state,
    writerId: seen.writerId ?? null,
    saveNumber: seen.saveNumber ?? null,
    updatedAt: uow.now,
  }
  if (stored) await store.update(next)
  // The row is there now, and visible: the second round compares with it.
  else if (!(await store.insert(next))) return writeVersion(uow, store, seen, state)
  uow.hintOwnWindows('draft.changed', store.ticketId)
  return true
}

export function mayReplace(stored: StoredVersion | undefined, seen: SeenVersion): boolean {
  if (seen.version === 'any') return true
  return seen.version === (stored?.version ?? 0) || isLaterSave(stored, seen)
}

/** A window whose last save has no answer yet does not know the version that it made. */
const isLaterSave = (stored: StoredVersion | undefined, { writerId, saveNumber }: SeenVersion) =>
  writerId !== undefined && stored?.writerId === writerId && (saveNumber ?? 0) > (stored.saveNumber ?? 0)
