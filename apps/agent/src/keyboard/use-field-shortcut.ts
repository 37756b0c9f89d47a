import { type KeyboardEvent, useRef } from 'react'
import type { ShortcutName } from './shortcut-table.ts'
import { useShortcut } from './use-shortcut.ts'

/** A field that a key of the table opens: Escape gives the focus back to where it came from. */
export function useFieldShortcut(name: ShortcutName, isActive: boolean) {
  const ref = useRef<HTMLInputElement>(null)
  const origin = useRef<Element | null>(null)
  useShortcut(
    name,
    () => {
      origin.current = document.activeElement
      ref.current?.focus()
    },
    isActive,
  )
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return
    leaveOnEscape(event)
    if (origin.current instanceof HTMLElement && origin.current.isConnected) origin.current.focus()
    origin.current = null
  }
  return { ref, onKeyDown }
}

/** A field that keeps the focus swallows every shortcut after it. */
export function leaveOnEscape(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key === 'Escape') event.currentTarget.blur()
}
