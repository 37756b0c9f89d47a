import '@mantine/tiptap/styles.layer.css'
import { Link, RichTextEditor } from '@mantine/tiptap'
import { Placeholder } from '@tiptap/extensions'
import { useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type EditorHandle, handleOf, redraw } from './editor-commands.ts'
import styles from './rich-text.module.css'

export type RichTextProps = {
  initialHtml: string
  placeholder: string
  onChange: (html: string) => void
  /** `thenResolve`: Shift was pressed as well. */
  onSubmit: (thenResolve: boolean) => void
  onReady: (editor: EditorHandle) => void
}

/** The text of a message, in the few ways of writing that mail programs show alike. */
export default function RichText({ initialHtml, placeholder, onChange, onSubmit, onReady }: RichTextProps) {
  const submit = useEffectEvent(onSubmit)
  const ready = useEffectEvent(onReady)
  const hint = useRef(placeholder)
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: false, horizontalRule: false }),
      Link,
      Placeholder.configure({ placeholder: () => hint.current }),
    ],
    content: initialHtml,
    onUpdate: ({ editor: changed }) => onChange(changed.isEmpty ? '' : changed.getHTML()),
    editorProps: {
      attributes: { role: 'textbox', 'aria-label': 'Message', 'aria-multiline': 'true' },
    },
  })
  useEffect(() => {
    if (editor) ready(handleOf(editor))
  }, [editor])
  useEffect(() => {
    hint.current = placeholder
    if (editor) redraw(editor)
  }, [editor, placeholder])
  return (
    <RichTextEditor
      editor={editor}
      withTypographyStyles={false}
      classNames={{
        root: styles.editor,
        toolbar: styles.toolbar,
        content: styles.content,
        control: styles.control,
        controlsGroup: styles.controls,
      }}
      onKeyDownCapture={event => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.stopPropagation()
        submit(event.shiftKey)
      }}
    >
      <RichTextEditor.Content />
      <RichTextEditor.Toolbar aria-label="Formatting">
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <RichTextEditor.Link />
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
          <RichTextEditor.Blockquote />
          <RichTextEditor.Code />
        </RichTextEditor.ControlsGroup>
      </RichTextEditor.Toolbar>
    </RichTextEditor>
  )
}
