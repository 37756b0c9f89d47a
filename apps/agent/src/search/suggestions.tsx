import { type RefObject, useImperativeHandle, useLayoutEffect } from 'react'
import { closedList, type FieldOfList, type OptionKeys } from '../keyboard/closed-list.ts'
import { useOptionList } from '../keyboard/option-list.tsx'
import styles from './search-field.module.css'
import { type SearchActs, type Typed, useSearchOptions } from './use-search-options.tsx'

type SuggestionsProps = {
  typed: Typed
  acts: SearchActs
  keys: RefObject<OptionKeys | null>
  /** What the field says of its list. */
  onField: (field: FieldOfList) => void
}

/** What the search field offers; it is loaded after the list. */
export default function Suggestions({ typed, acts, keys, onField }: SuggestionsProps) {
  const { groups, hint } = useSearchOptions(typed, acts)
  const { field, list, ...handle } = useOptionList(groups, { isOpen: true, label: 'Suggestions' })
  useImperativeHandle(keys, () => handle)
  const { 'aria-controls': controls, 'aria-activedescendant': active } = field
  // biome-ignore lint/correctness/useExhaustiveDependencies: when what the field says changes
  useLayoutEffect(() => onField(field), [controls, active])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list closes
  useLayoutEffect(() => () => onField(closedList), [])
  if (!list && !hint) return null
  return (
    <div className={styles.options}>
      {list}
      {hint && <p className={styles.quiet}>{hint}</p>}
    </div>
  )
}
