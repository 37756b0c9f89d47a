const name = 'gotrs-recent-searches'
const most = 6

type Stored = { userId: string; searches: string[] }

/** What this person searched for last in this browser, the latest first. */
export function recentSearches(userId: string): string[] {
  try {
    const stored = JSON.parse(localStorage.getItem(name) ?? 'null') as Stored | null
    return stored?.userId === userId ? stored.searches.slice(0, most) : []
  } catch {
    // Storage is off, or holds something else.
    return []
  }
}

export function addRecentSearch(userId: string, q: string) {
  const searches = [q, ...recentSearches(userId).filter(it => it !== q)].slice(0, most)
  try {
    localStorage.setItem(name, JSON.stringify({ userId, searches } satisfies Stored))
  } catch {
    // Storage is full or off: the search itself works all the same.
  }
}

/** On demand, and when the person logs out: others may use this browser. */
export function deleteRecentSearches() {
  try {
    localStorage.removeItem(name)
  } catch {
    // Storage is off: there is nothing to delete.
  }
}
