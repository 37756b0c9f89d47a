import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useOptionList } from './option-list.tsx'
import styles from './palette-list.module.css'
import { usePalette } from './use-palette.tsx'

type PaletteListProps = {
  onDone: () => void
  onAct: (run: () => void) => void
  /** Called when the field has the focus. Returns what was typed before. */
  onReady: () => string
}

/** The field of the palette with what fits under it; the first one is chosen by Enter. */
export default function PaletteList({ onDone, onAct, onReady }: PaletteListProps) {
  const [typed, setTyped] = useState('')
  const isReady = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  // The dialog looks for its field before this has loaded; it first keeps where the focus was.
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus())
    return () => clearTimeout(timer)
  }, [])
  const groups = usePalette(typed, { onDone, onAct })
  const { field, list, onKey, reset } = useOptionList(groups, { isOpen: true, label: 'Results', isFirstActive: true })
  return (
    <>
      <div className={styles.line}>
        <IconSearch size={16} aria-hidden />
        <input
          ref={input}
          className={styles.field}
          type="text"
          {...field}
          aria-label="Where to?"
          placeholder="A ticket, person, view, page or verb"
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={event => {
            setTyped(event.currentTarget.value)
            reset()
          }}
          onKeyDown={onKey}
          onFocus={() => {
            if (isReady.current) return
            isReady.current = true
            setTyped(onReady())
          }}
        />
        <kbd className={styles.key}>Esc</kbd>
      </div>
      <div className={styles.list}>{list}</div>
      <p className={styles.foot}>
        <span>↑↓ move</span>
        <span>Enter does it</span>
        <span className={styles.end}>A number or an address jumps there</span>
      </p>
    </>
  )
}
