// https://en.wikipedia.org/wiki/Permuted_congruential_generator is finer; any repeatable one will do here.
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const pickFrom =
  (random: () => number) =>
  (list: readonly string[]): string =>
    list[Math.floor(random() * list.length)] ?? ''
