import { Skeleton } from '@mantine/core'
import { type ComponentType, useEffect, useEffectEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { retrying } from '../shell/lazy-part.ts'
import type { EditorHandle } from './editor-commands.ts'
import styles from './message-text.module.css'
import { plainHtml } from './plain-html.ts'
import type { RichTextProps } from './rich-text.tsx'

type Editor = ComponentType<RichTextProps>
let loaded: Editor | null = null

/** The editor is half of what the page would load, and most tickets are only read: it is loaded when somebody is about to write. */
export const loadEditor = async (): Promise<Editor> => {
  loaded ??= (await retrying(() => import('./rich-text.tsx'))).default
  return loaded
}

type MessageTextProps = Omit<RichTextProps, 'onReady'> & {
  /** Called with a function that puts the cursor into the text, again when the editor takes over. */
  onReady: (focus: () => void) => void
  /** Text of another window to be shown instead of this; a new object each time. */
  arrived: { html: string } | null
}

/** The text of a message: a plain box until somebody writes, then the editor. */
export function MessageText(props: MessageTextProps) {
  const { placeholder, onChange, onSubmit, onReady, arrived } = props
  const [initialHtml, setInitialHtml] = useState(props.initialHtml)
  const { RichText, load } = useEditorComponent(initialHtml !== '')
  const [isRich, setRich] = useState(initialHtml !== '')
  const editor = useRef<EditorHandle | null>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const waiting = useRef<EditorHandle | null>(null)
  const isComposing = useRef(false)
  const isFocusAwaited = useRef(false)
  const ready = useEffectEvent(onReady)
  useEffect(() => {
    if (box.current) ready(() => box.current?.focus())
  }, [])

  /** In one task: a key press finds either the box or the editor with the text and the cursor of the box. */
  const takeOver = () => {
    const [next, typed] = [waiting.current, box.current]
    if (!next || next.isDestroyed() || isComposing.current) return
    if (typed) {
      const { value, selectionStart, selectionEnd } = typed
      const isFocused = document.activeElement === typed
      if (value !== '') next.takeText(value)
      flushSync(() => setRich(true))
      if (isFocused) next.focusText(value, selectionStart, selectionEnd)
    }
    waiting.current = null
    editor.current = next
    onReady(next.focusEnd)
    if (isFocusAwaited.current) next.focusEnd()
    isFocusAwaited.current = false
  }
  const editorIsReady = (next: EditorHandle) => {
    waiting.current = next
    // React does not draw at once from within an effect.
    queueMicrotask(takeOver)
  }
  const show = useEffectEvent((html: string) => {
    if (editor.current && !editor.current.isDestroyed()) return editor.current.showHtml(html)
    if (html === '') return
    // The plain box shows no formats: the editor comes with this text, and with the cursor where somebody had it.
    if (document.activeElement === box.current) isFocusAwaited.current = true
    setInitialHtml(html)
    setRich(true)
    waiting.current?.showHtml(html)
    load()
  })
  useEffect(() => {
    if (arrived) show(arrived.html)
  }, [arrived])
  return (
    <>
      {!isRich && (
        <textarea
          ref={box}
          className={styles.plain}
          aria-label="Message"
          dir="auto"
          placeholder={placeholder}
          onFocus={load}
          onChange={event => onChange(plainHtml(event.currentTarget.value))}
          onCompositionStart={() => {
            isComposing.current = true
          }}
          onCompositionEnd={() => {
            isComposing.current = false
            queueMicrotask(takeOver)
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            onSubmit(event.shiftKey)
          }}
        />
      )}
      {RichText ? (
        <div className={isRich ? undefined : styles.waiting}>
          <RichText {...props} initialHtml={initialHtml} onReady={editorIsReady} />
        </div>
      ) : (
        isRich && <Skeleton height={130} my={8} />
      )}
    </>
  )
}

/** Without the editor, the plain box goes on; but a text with formats has no other place. */
function useEditorComponent(isNeeded: boolean) {
  const [RichText, setRichText] = useState<Editor | null>(() => (isNeeded ? loaded : null))
  const [failure, setFailure] = useState<unknown>(null)
  const load = () =>
    void loadEditor().then(
      editor => setRichText(() => editor),
      error => isNeeded && setFailure(error),
    )
  const loadNeeded = useEffectEvent(() => isNeeded && load())
  useEffect(() => void loadNeeded(), [])
  if (failure) throw failure
  return { RichText, load }
}
