import type { Editor } from '@tiptap/react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { announce } from '../live/announce.ts'
import { optionsFor, type PickerOption } from '../ticket/pickers/picker-options.ts'
import { type Colleague, typedName } from './find-mentions.ts'

const MAX_SHOWN = 8

/** What is typed after the `@`, and where it begins, in the text and on the screen. */
type Typed = { name: string; from: number; left: number; top: number }

/** The list of colleagues while a name is being typed after an `@`. */
export function useMentionList(editor: Editor | null, colleagues: readonly Colleague[]) {
  const [typed, setTyped] = useState<Typed | null>(null)
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const listId = useId()
  useEffect(() => {
    if (!editor || editor.isDestroyed) return
    const follow = () => {
      const next = editor.isFocused ? typedIn(editor) : null
      setTyped(next)
      setActive(0)
      if (next === null) setClosedAt(null)
    }
    editor.on('transaction', follow)
    editor.on('blur', follow)
    return () => {
      editor.off('transaction', follow)
      editor.off('blur', follow)
    }
  }, [editor])

  const all = colleagues.map(({ id, name }) => ({ value: id, label: name }))
  const fitting = typed && typed.from !== closedAt ? optionsFor(all, typed.name).slice(0, MAX_SHOWN) : []
  // A whole name is a mention already, and so is one with the space that follows it.
  const options = fitting.some(({ label }) => label === typed?.name.trim()) ? [] : fitting
  const isOpen = options.length > 0
  const chosen = options[active]
  const optionId = (option: PickerOption) => `${listId}-${option.value}`

  const chosenId = chosen && optionId(chosen)
  useEffect(() => {
    if (!editor || editor.isDestroyed) return
    const { dom } = editor.view
    dom.setAttribute('aria-autocomplete', 'list')
    for (const [name, value] of [
      ['aria-controls', isOpen ? listId : null],
      ['aria-activedescendant', isOpen ? chosenId : null],
    ] as const) {
      if (value) dom.setAttribute(name, value)
      else dom.removeAttribute(name)
    }
  }, [editor, isOpen, chosenId, listId])
  const spoken = isOpen && chosen ? `${chosen.label}, ${active + 1} of ${options.length}` : null
  useEffect(() => {
    if (spoken) announce(spoken)
  }, [spoken])

  const pick = ({ label }: PickerOption) => {
    if (!editor || !typed) return
    const range = { from: typed.from, to: editor.state.selection.from }
    editor.chain().focus().insertContentAt(range, `@${label} `).run()
  }
  /** Whether the key is for the list. */
  const act = (key: string, option: PickerOption): boolean => {
    if (key === 'ArrowDown') setActive((active + 1) % options.length)
    else if (key === 'ArrowUp') setActive((active + options.length - 1) % options.length)
    else if (key === 'Enter' || key === 'Tab') pick(option)
    else if (key === 'Escape') setClosedAt(typed?.from ?? null)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || !chosen || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return
    if (!act(event.key, chosen)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return { isOpen, options, active, typed, listId, optionId, pick, onKeyDown }
}

function typedIn(editor: Editor): Typed | null {
  const { selection } = editor.state
  if (!selection.empty) return null
  const { $from } = selection
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const name = typedName(before)
  if (name === null) return null
  const from = selection.from - name.length - 1
  const { left, top } = editor.view.coordsAtPos(from)
  return { name, from, left, top }
}
