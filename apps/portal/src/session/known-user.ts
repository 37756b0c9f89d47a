/**
 * Who was logged in here last, so that the right screen is there before the server answers who is logged in now. It
 * reveals nothing, because every answer depends on the session.
 */
export type KnownUser = { id: string }

const key = 'gotrs.user'

export function knownUser(): KnownUser | null {
  try {
    const known = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof known?.id === 'string' ? { id: known.id } : null
  } catch {
    return null
  }
}

export function rememberUser(user: KnownUser | null) {
  try {
    if (user === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(user))
  } catch {
    // Storage is off: the screens wait for the server's answer instead.
  }
}
