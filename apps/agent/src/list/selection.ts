import { useSyncExternalStore } from 'react'

type Row = { id: string; number: number }

/** `isWhole`: all that the filter of the list finds, also what is not loaded. */
export type Selection = { ids: ReadonlySet<string>; isWhole: boolean }

const none: Selection = { ids: new Set(), isWhole: false }
let selection = none
let rows: readonly Row[] = []
/** Where the last range began. */
let anchor: string | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
function become(next: Selection) {
  selection = next
  for (const listener of listeners) listener()
}

export const useSelection = () => useSyncExternalStore(subscribe, () => selection)
export const useIsSelected = (id: string) =>
  useSyncExternalStore(subscribe, () => selection.isWhole || selection.ids.has(id))

/** The rows on the screen, in their order: what a range is made of. */
export function showRows(shown: readonly Row[]): void {
  rows = shown
}

export const clearSelection = () => {
  anchor = null
  if (selection !== none) become(none)
}

export function toggleSelected(id: string): void {
  const ids = new Set(selection.isWhole ? rows.map(row => row.id) : selection.ids)
  if (!ids.delete(id)) ids.add(id)
  anchor = id
  become(ids.size > 0 ? { ids, isWhole: false } : none)
}

/** Everything from where the last range began. */
export function selectTo(id: string): void {
  const [from, to] = [rows.findIndex(row => row.id === (anchor ?? id)), rows.findIndex(row => row.id === id)]
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(row => row.id)
  anchor ??= id
  become({ ids: new Set([...selection.ids, ...range, id]), isWhole: false })
}

export const selectLoaded = () => rows.length > 0 && become({ ids: new Set(rows.map(row => row.id)), isWhole: false })
export const selectWhole = () => become({ ids: new Set(rows.map(row => row.id)), isWhole: true })

export const idOfNumber = (number: number | null) => rows.find(row => row.number === number)?.id

export const bulkKeys = ['a', 'q', 'p', 'l', 'z', 'e'] as const
export type BulkKey = (typeof bulkKeys)[number]

/** A key for what is selected: it may come before the code of the bar has loaded. */
let pressed: BulkKey | null = null
export function pressBulkKey(key: BulkKey | null): void {
  pressed = key
  for (const listener of listeners) listener()
}
export const useBulkKey = () => useSyncExternalStore(subscribe, () => pressed)
