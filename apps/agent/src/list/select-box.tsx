import type { ReactNode } from 'react'
import styles from './select-box.module.css'
import { selectTo, toggleSelected, useIsSelected } from './selection.ts'

/** The face of a row; under the pointer, and of a selected row, a checkbox. */
export function SelectBox({ id, number, children }: { id: string; number: number; children: ReactNode }) {
  const isSelected = useIsSelected(id)
  return (
    <span className={styles.box} data-selected={isSelected || undefined}>
      {children}
      <input
        type="checkbox"
        aria-label={`Select #${number}`}
        tabIndex={-1}
        checked={isSelected}
        // A change says nothing of Shift, and a click selects before it.
        onClick={event => {
          if (event.shiftKey) selectTo(id)
          else toggleSelected(id)
          // The keys are for what is selected, not for the box.
          event.currentTarget.blur()
        }}
        onChange={() => {}}
      />
    </span>
  )
}
