const LANGUAGES = 'en de fr es it nl pt pl cs sk ru uk bg ro hu tr sv da nb fi el et lv lt sl hr ca id he ar is'.split(
  ' ',
)
const ENGLISH = new Map('jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((name, i) => [name, i + 1]))
/** Names that people and programs write, and that the platform's lists lack. */
const MORE = { mrz: 3, maerz: 3, sept: 9, set: 9, jänner: 1, feber: 2 }

/** The month in the words of a date, in any of the languages. The last name counts, because "mar" is also a Tuesday. */
export function monthIn(text: string): number | undefined {
  const words = text.toLowerCase().split(/[^\p{L}\p{M}']+/u)
  // The list of all languages is built only when a mail needs it.
  const last = ENGLISH.get(words.findLast(it => it !== '') ?? '')
  return last ?? words.map(it => months().get(it)).findLast(it => it !== undefined)
}

let known: Map<string, number> | null = null

/** The names of the months, short and long, in the form of a date, with and without accents. */
function months(): Map<string, number> {
  if (known) return known
  known = new Map(ENGLISH)
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      for (const withDay of [true, false]) addMonths(known, language, month, withDay)
    }
  }
  for (const [name, month] of [...Object.entries(MORE), ...known]) {
    const plain = name.normalize('NFD').replace(/\p{M}+/gu, '')
    for (const it of [name, plain]) if (!known.has(it)) known.set(it, month)
  }
  for (const [start, month] of starts(known)) if (month > 0 && !known.has(start)) known.set(start, month)
  return known
}

/** The first three letters, to which programs shorten names; 0 if several months begin so. */
function starts(names: Map<string, number>): Map<string, number> {
  const found = new Map<string, number>()
  for (const [name, month] of names) {
    const start = [...name].slice(0, 3).join('')
    found.set(start, (found.get(start) ?? month) === month ? month : 0)
  }
  return found
}

function addMonths(names: Map<string, number>, language: string, month: 'long' | 'short', withDay: boolean): void {
  const format = new Intl.DateTimeFormat(language, { month, day: withDay ? 'numeric' : undefined, timeZone: 'UTC' })
  for (let index = 0; index < 12; index++) {
    const part = format.formatToParts(Date.UTC(2024, index, 15)).find(it => it.type === 'month')?.value ?? ''
    const name = part.toLowerCase().replace(/[^\p{L}\p{M}']+/gu, '')
    if (name.length > 2 && !/\d/.test(part) && !names.has(name)) names.set(name, index + 1)
  }
}
