import type { KeyboardEvent } from 'react'
import { focusHome } from './focus-home.ts'

/** A field that keeps the focus swallows every shortcut after it. Escape closes what is open in it first. */
export function leaveOnEscape(event: KeyboardEvent<HTMLElement>) {
  if (event.key === 'Escape' && event.currentTarget.getAttribute('aria-expanded') !== 'true') focusHome()
}
