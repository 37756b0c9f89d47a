/** Names of other programs that are so common in a `.env` that a warning would only disturb. */
const ofOthers = /^(NODE|NPM|PG|POSTGRES|COMPOSE|DOCKER|LC)_|^(TZ|LANG|PATH|INIT_CWD)$/

export interface OddName {
  name: string
  /** The setting that the person probably meant. */
  meant: string | null
}

/**
 * Names that look like settings but are not: every unknown name in our own `.env`, and from the environment, which has
 * many names of other programs, only those that differ from a setting by one or two letters.
 */
export function oddNames(
  known: readonly string[],
  inFile: readonly string[],
  inEnvironment: readonly string[],
): OddName[] {
  const isKnown = (name: string) => known.includes(name)
  const ofFile = inFile
    .filter(name => !isKnown(name) && !ofOthers.test(name))
    .map(name => ({ name, meant: nearest(name, known) }))
  const ofEnvironment = inEnvironment
    .filter(name => name.length >= 8 && !isKnown(name) && !inFile.includes(name) && !ofOthers.test(name))
    .map(name => ({ name, meant: nearest(name, known) }))
    .filter(it => it.meant !== null)
  return [...ofFile, ...ofEnvironment]
}

export const oddNameText = ({ name, meant }: OddName): string =>
  `${name} is not a GOTRS setting and has no effect${meant ? `: did you mean ${meant}?` : '.'}`

function nearest(name: string, known: readonly string[]): string | null {
  const upper = name.toUpperCase()
  const reach = name.length >= 8 ? 2 : 1
  const near = known.map(setting => ({ setting, steps: distance(upper, setting) })).filter(it => it.steps <= reach)
  return near.sort((one, other) => one.steps - other.steps)[0]?.setting ?? null
}

/** The number of letters to change, delete or insert. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Number.POSITIVE_INFINITY
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row]
    for (let at = 1; at <= other.length; at += 1) {
      const swap = (above[at - 1] ?? 0) + (one[row - 1] === other[at - 1] ? 0 : 1)
      line.push(Math.min(swap, (above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[other.length] ?? 0
}
