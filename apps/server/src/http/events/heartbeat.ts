/** Calls each beat once in so many seconds, a part of them every second, with one timer for all. */
export type Heartbeat = {
  /** Returns how to stop. */
  add(beat: () => void): () => void
}

export function createHeartbeat(everySeconds: number): Heartbeat {
  const slots = Array.from({ length: everySeconds }, () => new Set<() => void>())
  let second = 0
  let size = 0
  let timer: NodeJS.Timeout | undefined
  const tick = () => {
    second += 1
    for (const beat of slots[second % everySeconds] ?? []) beat()
  }
  return {
    add(beat) {
      // The slot that comes last, so that the first beat is as late as the others.
      const slot = slots[second % everySeconds]
      slot?.add(beat)
      size += 1
      timer ??= setInterval(tick, 1_000).unref()
      return () => {
        if (!slot?.delete(beat)) return
        size -= 1
        if (size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
