import type { Editor } from '@tiptap/react'

/*
 * useEditor destroys an editor whose component was not mounted within a millisecond, which a slow device misses, and
 * makes another one. Effects still run with the destroyed editor once, and any command to it throws.
 * https://github.com/ueberdosis/tiptap/blob/main/packages/react/src/useEditor.ts
 */

/** Puts the cursor behind the text. */
export function focusEnd(editor: Editor): void {
  if (!editor.isDestroyed) editor.commands.focus('end')
}

/** Shows a changed placeholder: the editor draws only with a transaction, also with an empty one. */
export function redraw(editor: Editor): void {
  if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr)
}
