/** What was typed and not saved yet, and the version of the stored draft that it is based on. */
export type Backup<D> = { draft: D; version: number }

const prefix = 'gotrs-draft-'
const nameOf = (userId: string, about: string) => `${prefix}${userId}-${about}`

/**
 * Keeps unsaved words in this browser, where they survive a tab that crashes or a server that does not answer; null
 * deletes them. `about`: the id of the ticket, or `new`.
 */
export function backUpDraft<D>(userId: string, about: string, backup: Backup<D> | null) {
  try {
    if (backup) localStorage.setItem(nameOf(userId, about), JSON.stringify(backup))
    else localStorage.removeItem(nameOf(userId, about))
  } catch {
    // Storage is full or off: the page itself still has the text.
  }
}

/** Words that never reached the server, from before a crash, a reload or a login. */
export function readBackup<D>(userId: string, about: string): Backup<D> | null {
  try {
    const text = localStorage.getItem(nameOf(userId, about))
    return text ? (JSON.parse(text) as Backup<D>) : null
  } catch {
    return null
  }
}

/** Deletes all of them when the person logs out: others may use this browser. */
export function deleteBackups() {
  try {
    const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
    for (const name of names.filter(it => it.startsWith(prefix))) localStorage.removeItem(name)
  } catch {
    // Storage is off: there is nothing to delete.
  }
}
