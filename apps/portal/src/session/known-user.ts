/**
 * The id of the one who was logged in here last: lets the right screen stand, and typing start, before the server has
 * said who is logged in. It shows nothing by itself, since every answer depends on the session.
 */
const key = 'gotrs.user'

export function knownUserId(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function rememberUser(userId: string | null) {
  try {
    if (userId === null) localStorage.removeItem(key)
    else localStorage.setItem(key, userId)
  } catch {
    // Storage is off: the screens wait for the server's answer instead.
  }
}
