import type { Stream } from './stream.ts'

/** The open streams by person: who may know of an event is decided once for all streams of a person. */
export type Watchers = {
  readonly size: number
  add(stream: Stream): void
  delete(stream: Stream): void
  of(userId: string): readonly Stream[]
  /** The streams of each person; a person here has at least one. */
  people(): Iterable<ReadonlySet<Stream>>
  all(): Stream[]
}

export function createWatchers(): Watchers {
  const byPerson = new Map<string, Set<Stream>>()
  let size = 0
  return {
    get size() {
      return size
    },
    add(stream) {
      const own = byPerson.get(stream.actor.id) ?? new Set()
      byPerson.set(stream.actor.id, own.add(stream))
      size += 1
    },
    delete(stream) {
      const own = byPerson.get(stream.actor.id)
      if (!own?.delete(stream)) return
      size -= 1
      if (own.size === 0) byPerson.delete(stream.actor.id)
    },
    of: userId => [...(byPerson.get(userId) ?? [])],
    people: () => byPerson.values(),
    all: () => [...byPerson.values()].flatMap(own => [...own]),
  }
}
