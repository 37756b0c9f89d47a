export type PickerOption = { value: string; label: string; hint?: string }

/** The options that fit what is typed: first those that begin with it, then those with a word that does, then the rest. */
export function optionsFor(options: readonly PickerOption[], typed: string): PickerOption[] {
  const text = fold(typed)
  const rankOf = ({ label }: PickerOption) => {
    const name = fold(label)
    if (name.startsWith(text)) return 0
    if (name.split(/[\s._-]+/).some(word => word.startsWith(text))) return 1
    return name.includes(text) ? 2 : 3
  }
  const ranked = options.map(option => ({ option, rank: rankOf(option) })).filter(({ rank }) => rank < 3)
  return ranked.toSorted((left, right) => left.rank - right.rank).map(({ option }) => option)
}

/** Without accents and capitals. */
const fold = (text: string) => text.trim().normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
