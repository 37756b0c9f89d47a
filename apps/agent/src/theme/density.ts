import { readChoice, type StoredChoice, useStoredChoice } from '../shell/stored-choice.ts'

export type Density = 'comfortable' | 'compact'

const density = { key: 'gotrs-density', values: ['comfortable', 'compact'] } as const satisfies StoredChoice<Density>

/** Before the first paint, so that no row changes its height. */
export const applyDensity = (value: Density = readChoice(density)) => {
  document.documentElement.dataset.density = value
}

/** How high the rows of lists are; remembered by this browser. */
export function useDensity(): [Density, (next: Density) => void] {
  const [value, setValue] = useStoredChoice(density)
  const change = (next: Density) => {
    setValue(next)
    applyDensity(next)
  }
  return [value, change]
}
