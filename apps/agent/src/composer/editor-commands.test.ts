import { Editor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { describe, expect, it } from 'vitest'
import { handleOf, placeIn, redraw } from './editor-commands.ts'

const content = { type: 'doc', content: [{ type: 'paragraph' }] }
const newEditor = () => new Editor({ element: null, extensions: [StarterKit], content })

describe('an editor that was destroyed before its component was mounted', () => {
  const editor = newEditor()
  editor.destroy()

  it('throws at any command', () => {
    expect(() => editor.commands.focus('end')).toThrow("reading 'commands'")
  })

  it.each([() => handleOf(editor).focusEnd(), () => redraw(editor)])('is not changed by %o', act => {
    expect(act).not.toThrow()
  })

  it('is known as such', () => {
    expect(handleOf(editor).isDestroyed()).toBe(true)
  })
})

describe('text that was typed before the editor was loaded', () => {
  const text = 'Hello  Omar,\n\nit is <fixed> & done'

  it('is in the editor sign by sign, spaces and empty lines too', () => {
    const editor = newEditor()
    handleOf(editor).takeText(text)
    expect(editor.getText({ blockSeparator: '\n' })).toBe(text)
  })

  it.each(['', 'Hello', 'Hello  Omar,\n', 'Hello  Omar,\n\nit'])('keeps the cursor behind %j', before => {
    const editor = newEditor()
    handleOf(editor).takeText(text)
    const place = placeIn(text, before.length)
    expect(editor.state.doc.textBetween(0, place, '\n')).toBe(before)
    expect(editor.state.doc.resolve(place).parent.isTextblock).toBe(true)
  })
})
