/**
 * Keeps the values that were used last, at most so many, each under its key: what is not there is made. `onLeft` is called
 * for each key that gives way.
 */
export function lastUsed<V extends NonNullable<unknown>>(most: number, onLeft?: (key: string) => void) {
  const kept = new Map<string, V>()
  return (key: string, make: () => V): V => {
    const value = kept.get(key) ?? make()
    // A map keeps the order of insertion, so that its first entry is the one that was not used for the longest time.
    kept.delete(key)
    kept.set(key, value)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) {
      kept.delete(oldest)
      onLeft?.(oldest)
    }
    return value
  }
}
