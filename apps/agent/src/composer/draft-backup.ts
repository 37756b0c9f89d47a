import type { ComposerDraft } from './draft.ts'

const keyOf = (ticketId: string) => `gotrs-draft-${ticketId}`

/** Keeps a draft in this tab while the server can't be reached; null deletes it. */
export function backUpDraft(ticketId: string, draft: ComposerDraft | null) {
  try {
    if (draft) sessionStorage.setItem(keyOf(ticketId), JSON.stringify(draft))
    else sessionStorage.removeItem(keyOf(ticketId))
  } catch {
    // Storage is full or off: the composer itself still holds the text.
  }
}

/** A draft that never reached the server, from before a reload or a login. */
export function readBackup(ticketId: string): ComposerDraft | null {
  try {
    const text = sessionStorage.getItem(keyOf(ticketId))
    return text ? (JSON.parse(text) as ComposerDraft) : null
  } catch {
    return null
  }
}
