import type { UploadedAttachment } from '@gotrs/contract/attachments'

/** What somebody was writing: kept in the browser until it is sent, deleted by its author, or a month old. */
export type Draft = { subject: string; text: string; files: UploadedAttachment[] }

export const emptyDraft: Draft = { subject: '', text: '', files: [] }

/** The draft of one user on one request ("new" for one not yet sent). */
export type DraftKey = { userId: string; about: number | 'new' }

const prefix = 'gotrs.draft.'
const maxAgeMs = 30 * 24 * 3600 * 1000

const nameOf = ({ userId, about }: DraftKey) => `${prefix}${userId}.${about}`

export function readDraft(storage: Storage, key: DraftKey): Draft {
  try {
    const stored = JSON.parse(storage.getItem(nameOf(key)) ?? 'null')
    return isDraft(stored) ? { subject: stored.subject, text: stored.text, files: stored.files } : emptyDraft
  } catch {
    return emptyDraft
  }
}

/** Stores a draft; an empty one is deleted. With a full or disabled storage, nothing on the screen is lost. */
export function keepDraft(storage: Storage, key: DraftKey, draft: Draft, now: number) {
  try {
    if (isEmpty(draft)) storage.removeItem(nameOf(key))
    else storage.setItem(nameOf(key), JSON.stringify({ ...draft, savedAt: now }))
  } catch {
    // The text is still in the field.
  }
}

export const isEmpty = (draft: Draft) =>
  draft.subject.trim() === '' && draft.text.trim() === '' && draft.files.length === 0

/** Deletes all drafts of a user who logs out. */
export const deleteDrafts = (storage: Storage, userId: string) =>
  removeWhere(storage, name => name.startsWith(`${prefix}${userId}.`))

/** Deletes old drafts of all users of this browser. */
export const deleteOldDrafts = (storage: Storage, now: number) =>
  removeWhere(storage, name => name.startsWith(prefix) && now - savedAt(storage, name) > maxAgeMs)

function removeWhere(storage: Storage, isGone: (name: string) => boolean) {
  try {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    for (const name of names.filter(isGone)) storage.removeItem(name)
  } catch {
    // Storage is disabled: there is nothing to delete.
  }
}

function savedAt(storage: Storage, name: string): number {
  try {
    return Number(JSON.parse(storage.getItem(name) ?? '{}').savedAt) || 0
  } catch {
    return 0
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { subject, text, files } = value as Record<string, unknown>
  return typeof subject === 'string' && typeof text === 'string' && Array.isArray(files)
}
