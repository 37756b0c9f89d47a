import { Editor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { describe, expect, it } from 'vitest'
import { focusEnd, redraw } from './editor-commands.ts'

describe('an editor that was destroyed before its component was mounted', () => {
  const content = { type: 'doc', content: [{ type: 'paragraph' }] }
  const editor = new Editor({ element: null, extensions: [StarterKit], content })
  editor.destroy()

  it('throws at any command', () => {
    expect(() => editor.commands.focus('end')).toThrow("reading 'commands'")
  })

  it.each([focusEnd, redraw])('is not changed by %o', act => {
    expect(() => act(editor)).not.toThrow()
  })
})
