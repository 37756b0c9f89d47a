import { colorSchemeKey as key } from '@gotrs/web/theme/color-scheme-key'
import { useSyncExternalStore } from 'react'

export const schemeChoices = ['auto', 'light', 'dark'] as const
export type SchemeChoice = (typeof schemeChoices)[number]

const system = () => matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export function chosenScheme(): SchemeChoice {
  try {
    const stored = localStorage.getItem(key)
    return schemeChoices.find(choice => choice === stored) ?? 'auto'
  } catch {
    return 'auto'
  }
}

export function chooseScheme(choice: SchemeChoice) {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // Holds until the page is reloaded.
  }
  apply(choice)
}

/** Follows the system, and the same choice made in another tab. */
export function followScheme() {
  system().addEventListener('change', () => apply(chosenScheme()))
  window.addEventListener('storage', event => {
    if (event.key === key) apply(chosenScheme())
  })
}

/** The scheme that is shown now. */
export const useScheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, shownScheme)

const shownScheme = () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light')

function apply(choice: SchemeChoice) {
  document.documentElement.dataset.theme = choice === 'auto' ? (system().matches ? 'dark' : 'light') : choice
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
