import type { KeyboardEvent, ReactNode } from 'react'

/** Something to choose. `under`: a second line; `hint`: what more there is to say, at its right. */
export type Option = { key: string; label: ReactNode; under?: ReactNode; hint?: ReactNode; run: () => void }
export type OptionGroup = { name: string; options: Option[] }

/** What a field does with keys that are for its list. */
export type OptionKeys = { active: Option | undefined; onKey: (event: KeyboardEvent) => boolean; reset: () => void }

/** What a field says of its list of options (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
export type FieldOfList = {
  role: 'combobox'
  'aria-autocomplete': 'list'
  'aria-expanded': boolean
  'aria-controls'?: string | undefined
  'aria-activedescendant'?: string | undefined
}

/** While it has none. */
export const closedList: FieldOfList = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': false }
