import { markedText } from '@gotrs/contract/search/excerpt'
import type { Phrase } from '@gotrs/contract/search/phrase'

/** More marks in one message help nobody, and each is an element. */
export const maxMarks = 500

/** Marks what was searched for in the document of a mail. Words that the mail cuts into several elements stay as they are. */
export function markWords(document: Document, phrases: readonly Phrase[]) {
  if (phrases.length === 0) return
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  let left = maxMarks
  for (const text of texts) {
    const { marks } = markedText(text.data, phrases, left)
    left -= marks.length
    // From the last one on, so that the places of the others stay.
    for (const { start, end } of marks.toReversed()) mark(text, start, end)
    if (left === 0) break
  }
}

function mark(text: Text, start: number, end: number) {
  const words = text.splitText(start)
  words.splitText(end - start)
  const mark = text.ownerDocument.createElement('mark')
  words.replaceWith(mark)
  mark.append(words)
  // The mail brings colours of its own, and the tokens of this app are not in its document.
  mark.style.setProperty('background', '#ffe9a8', 'important')
  mark.style.setProperty('color', '#1c1c22', 'important')
}
