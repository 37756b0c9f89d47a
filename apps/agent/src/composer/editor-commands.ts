import type { Editor } from '@tiptap/react'

/*
 * useEditor destroys an editor whose component was not mounted within a millisecond, which a slow device misses, and
 * makes another one. Effects still run with the destroyed editor once, and any command to it throws.
 * https://github.com/ueberdosis/tiptap/blob/main/packages/react/src/useEditor.ts
 */

/** What the composer does with an editor that is ready. */
export type EditorHandle = {
  isDestroyed(): boolean
  /** At once: a key press after it is the editor's, and no verb's. */
  focusEnd(): void
  /** Puts in what was typed before the editor was loaded. */
  takeText(text: string): void
  /** Shows what another window of the same person has written, with the cursor where it was as far as that goes. */
  showHtml(html: string): void
  /** Puts the cursor where it was in that text, at once: the next key press is the editor's. */
  focusText(text: string, from: number, to: number): void
}

export const handleOf = (editor: Editor): EditorHandle => ({
  isDestroyed: () => editor.isDestroyed,
  focusEnd: () => {
    if (editor.isDestroyed) return
    editor.commands.setTextSelection(editor.state.doc.content.size)
    focusNow(editor)
  },
  takeText(text) {
    const content = text
      .split('\n')
      .map(line => ({ type: 'paragraph', content: line ? [{ type: 'text', text: line }] : [] }))
    editor.commands.setContent({ type: 'doc', content }, { emitUpdate: false })
  },
  showHtml(html) {
    if (editor.isDestroyed) return
    const { from, to } = editor.state.selection
    editor.commands.setContent(html, { emitUpdate: false })
    const end = editor.state.doc.content.size
    editor.commands.setTextSelection({ from: Math.min(from, end), to: Math.min(to, end) })
  },
  focusText(text, from, to) {
    editor.commands.setTextSelection({ from: placeIn(text, from), to: placeIn(text, to) })
    focusNow(editor)
  },
})

/** The focus command of the editor waits for the next frame. */
const focusNow = (editor: Editor) => editor.view.focus()

/** The editor counts the end of a paragraph and the start of the next one, a text only the line break between them. */
export const placeIn = (text: string, offset: number) => 1 + offset + text.slice(0, offset).split('\n').length - 1

/** Shows a changed placeholder: the editor draws only with a transaction, also with an empty one. */
export function redraw(editor: Editor): void {
  if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr)
}
