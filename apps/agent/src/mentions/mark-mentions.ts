import { type Colleague, findMentions } from './find-mentions.ts'

/** The HTML of a note with its mentions marked, those of the reader more strongly. */
export function markMentions(html: string, mentions: readonly Colleague[], myId: string): string {
  if (mentions.length === 0) return html
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    // From the end, so that the places before it stay.
    for (const { from, to, people } of findMentions(text.data, mentions).toReversed()) {
      const range = body.ownerDocument.createRange()
      range.setStart(text, from)
      range.setEnd(text, to)
      const mark = body.ownerDocument.createElement('mark')
      mark.dataset.mention = people.some(({ id }) => id === myId) ? 'me' : ''
      range.surroundContents(mark)
    }
  }
  return body.innerHTML
}
