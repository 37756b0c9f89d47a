const hourMs = 60 * 60_000
const maxChanges = 3

export type ValidityWatch = {
  /** @throws Error when the count has changed again and again: reading it all anew each time would never end */
  see(uidValidity: bigint): void
  /** How long to stay away from the server; 0 where it may be asked again as usual. */
  pauseMs(): number
}

/** Watches whether a server starts to count anew more often than a folder can be made anew. */
export function watchValidity(now: () => number = Date.now): ValidityWatch {
  let last: bigint | null = null
  let changes: number[] = []
  const isRestless = () => {
    changes = changes.filter(at => now() - at < hourMs)
    return changes.length >= maxChanges
  }
  return {
    see(uidValidity) {
      if (last !== null && last !== uidValidity) changes.push(now())
      last = uidValidity
      if (isRestless()) {
        throw new Error('The server gives the folder a new UIDVALIDITY again and again. Reading stops for an hour.')
      }
    },
    pauseMs: () => (isRestless() ? hourMs : 0),
  }
}
