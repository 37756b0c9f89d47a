const hourMs = 60 * 60_000
const maxChanges = 3

export type ValidityWatch = {
  /** @throws Error if the UIDVALIDITY keeps changing: reading everything again each time would never end */
  see(uidValidity: bigint): void
  /** How long to pause; 0 for the usual interval. */
  pauseMs(): number
}

/** Detects a server whose UIDVALIDITY changes more often than people create folders again. */
export function watchValidity(now: () => number = Date.now): ValidityWatch {
  let last: bigint | null = null
  let changes: number[] = []
  const changesTooOften = () => {
    changes = changes.filter(at => now() - at < hourMs)
    return changes.length >= maxChanges
  }
  return {
    see(uidValidity) {
      if (last !== null && last !== uidValidity) changes.push(now())
      last = uidValidity
      if (changesTooOften()) {
        throw new Error(
          'The UIDVALIDITY of the folder keeps changing on the server. The desk pauses reading for an hour.',
        )
      }
    },
    pauseMs: () => (changesTooOften() ? hourMs : 0),
  }
}
