import { useSyncExternalStore } from 'react'
import { holdForFocus } from '../../keyboard/held-keys.ts'
import type { ShortcutName } from '../../keyboard/shortcut-table.ts'

/** What is chosen from a list that is searched by typing. Each is the name of its key in the table of shortcuts. */
export const pickerNames = [
  'assign',
  'status',
  'priority',
  'queue',
  'followers',
  'tags',
] as const satisfies ShortcutName[]
export type PickerName = (typeof pickerNames)[number]

let opened: PickerName | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Opens a picker for the ticket that keys act on; null closes it. */
export function openPicker(name: PickerName | null) {
  opened = name
  if (name) holdForFocus()
  for (const listener of listeners) listener()
}

export const useOpenPicker = () => useSyncExternalStore(subscribe, () => opened)
