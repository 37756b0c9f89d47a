import { useEffect } from 'react'
import { isTyping } from '../keyboard/is-typing.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { markedTicket } from './marked-ticket.ts'
import {
  bulkKeys,
  clearSelection,
  idOfNumber,
  pressBulkKey,
  selectLoaded,
  selectTo,
  toggleSelected,
  useSelection,
} from './selection.ts'

/** The keys that select rows: one, a range with Shift, all that are loaded, and none. */
export function SelectionKeys() {
  const isAny = useSelection().ids.size > 0
  useShortcut('select', () => withMarked(toggleSelected))
  useShortcut('selectAll', selectLoaded)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape' && isAny) {
        event.preventDefault()
        clearSelection()
      }
      const key = bulkKeys.find(it => it === event.key)
      if (key && isAny) {
        // Before the keys of the ticket beside the list: they are for what is selected.
        event.preventDefault()
        pressBulkKey(key)
      }
      if (!event.shiftKey || !/^[jk]$/i.test(event.key)) return
      withMarked(selectTo)
      // The key moves the mark as well; the row that it moves to belongs to the range.
      setTimeout(() => withMarked(selectTo))
    }
    document.addEventListener('keydown', listen, true)
    return () => document.removeEventListener('keydown', listen, true)
  }, [isAny])
  return null
}

function withMarked(select: (id: string) => void): void {
  const id = idOfNumber(markedTicket())
  if (id !== undefined) select(id)
}
