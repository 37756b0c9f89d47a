import '@mantine/tiptap/styles.layer.css'
import { Link, RichTextEditor } from '@mantine/tiptap'
import { Placeholder } from '@tiptap/extensions'
import { useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Colleague } from '../mentions/find-mentions.ts'
import { MentionList } from '../mentions/mention-list.tsx'
import { mentionMarks } from '../mentions/mention-marks.ts'
import mentionStyles from '../mentions/mentions.module.css'
import { useMentionList } from '../mentions/use-mention-list.ts'
import { type EditorHandle, handleOf, redraw } from './editor-commands.ts'
import styles from './rich-text.module.css'

export type RichTextProps = {
  initialHtml: string
  placeholder: string
  /** Whom an `@` offers; nobody in what a customer reads. */
  colleagues: readonly Colleague[]
  onChange: (html: string) => void
  /** `thenResolve`: Shift was pressed as well. */
  onSubmit: (thenResolve: boolean) => void
  onReady: (editor: EditorHandle) => void
}

/** The text of a message, in the few ways of writing that mail programs show alike. */
export default function RichText({ initialHtml, placeholder, colleagues, onChange, onSubmit, onReady }: RichTextProps) {
  const submit = useEffectEvent(onSubmit)
  const ready = useEffectEvent(onReady)
  const hint = useRef(placeholder)
  const known = useRef(colleagues)
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: false, horizontalRule: false }),
      Link,
      Placeholder.configure({ placeholder: () => hint.current }),
      mentionMarks(() => known.current, mentionStyles.mention ?? ''),
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
    known.current = colleagues
    if (editor) redraw(editor)
  }, [editor, placeholder, colleagues])
  const list = useMentionList(editor, colleagues)
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
        list.onKeyDown(event)
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.stopPropagation()
        submit(event.shiftKey)
      }}
    >
      <RichTextEditor.Content />
      <MentionList list={list} />
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
