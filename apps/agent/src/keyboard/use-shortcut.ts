import { useEffect, useEffectEvent } from 'react'
import { isTyping } from './is-typing.ts'
import { useOpenVerb } from './open-verbs.ts'
import { pressedKeys } from './pressed-keys.ts'
import { type ShortcutName, shortcuts } from './shortcut-table.ts'

/** Runs `action` on the key of the table, unless somebody is typing or a dialog is open. */
export function useShortcut(name: ShortcutName, action: () => void, isActive = true) {
  const run = useEffectEvent(action)
  const { label, group, keys } = shortcuts[name]
  useOpenVerb({ label, keys, run: action }, isActive && group === 'Ticket')
  useEffect(() => {
    if (!isActive) return
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isPressed(event, shortcuts[name].keys)) return
      const isPlain = !event.ctrlKey && !event.metaKey
      if ((isPlain || ofTexts.has(name)) && isTyping(event.target)) return
      if (isPlain && isPressing(event)) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [name, isActive])
}

/** In a text they are the browser's. */
const ofTexts: ReadonlySet<ShortcutName> = new Set(['undo', 'selectAll'])

function isPressed(event: KeyboardEvent, keys: string): boolean {
  const [key, modifier] = keys.split('+').toReversed()
  const hasModifier = event.ctrlKey || event.metaKey
  // With Shift it is another key, mostly one of the browser: a private window, its tools.
  const isOther = event.altKey || (hasModifier && event.shiftKey)
  return pressedKeys(event) === key && hasModifier === (modifier === 'mod') && !isOther
}

/** Enter belongs to the link or the button that has the focus. */
const isPressing = ({ key, target }: KeyboardEvent) =>
  key === 'Enter' && target instanceof HTMLElement && target.closest('a, button') !== null
