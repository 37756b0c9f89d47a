import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { type Colleague, findMentions } from './find-mentions.ts'

/** Takes the place of what is no text, so that places in the text are places in the block. */
const LEAF = '\ufffc'

/**
 * Marks the mentions in the text. A mention is its text and nothing else: what is restored from a draft, pasted or typed
 * by hand counts as well, and a name that is changed no longer does.
 */
export const mentionMarks = (colleagues: () => readonly Colleague[], className: string) =>
  Extension.create({
    name: 'mentionMarks',
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          decorations({ doc }) {
            const known = colleagues()
            const marks: Decoration[] = []
            if (known.length === 0) return null
            doc.descendants((block, start) => {
              if (!block.isTextblock) return true
              const text = block.textBetween(0, block.content.size, undefined, LEAF)
              for (const { from, to } of findMentions(text, known)) {
                marks.push(Decoration.inline(start + 1 + from, start + 1 + to, { class: className }))
              }
              return false
            })
            return DecorationSet.create(doc, marks)
          },
        },
      }),
    ],
  })
