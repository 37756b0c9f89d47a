import { htmlToText } from './body/html-to-text.ts'
import { textToHtml } from './body/text-to-html.ts'
import { contains } from './contains.ts'

/** A stretch of the body. One part gives one of the two, a multipart/alternative both. */
export type Segment = {
  text: string | null
  html: string | null
  /**
   * Its alternatives: the first one with text is used for comparison, so that nested alternatives are not
   * read again at every level.
   */
  parts?: Segment[][]
  /** Its letters and digits, cached by the comparison. */
  words?: string
}

/** Only the first alternatives are compared; no program writes more. */
const MAX_COMPARED = 20

/**
 * The choices of one text become one stretch of the body. The first plain one says what the last HTML one says
 * (https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4); what no choice of the same kind says is shown as well.
 */
export function alternativeOf(choices: Segment[][]): Segment[] {
  const plain = different(choices.filter(isPlain)).map(joinText)
  const rich = richOf(choices.filter(it => it.some(segment => segment.html !== null)))
  const more = plain.slice(1).map(it => [it])
  const left = rich.length > 0 && more.length > 0 ? different(more, rich).flat() : []
  const html = joinHtml([...rich, ...left])
  const textOfRich = rich.map(it => it.text).filter(it => it !== null)
  const texts = plain.length > 0 ? plain.map(it => it.text) : textOfRich
  const text = texts.length > 0 ? texts.join('\n') : null
  const parts = [[...rich, ...left], plain]
  return html === null && text === null ? [] : [{ text: text || (html === null ? text : null), html, parts }]
}

export function joinHtml(segments: Segment[]): string | null {
  if (!segments.some(it => it.html !== null)) return null
  return segments.map(it => it.html ?? textToHtml(it.text ?? '')).join('\n')
}

const isPlain = (choice: Segment[]) => choice.length > 0 && choice.every(it => it.html === null)

const joinText = (choice: Segment[]): Segment => ({
  text: choice.map(it => it.text ?? '').join('\n'),
  html: null,
  parts: [choice],
})

/** The last one is the best; of the earlier ones only what it does not contain. */
function richOf(choices: Segment[][]): Segment[] {
  const [best, ...others] = choices.toReversed()
  if (!best || others.length === 0) return best ?? []
  return [...different(others, best).toReversed().flat(), ...best]
}

/** The choices whose text neither an earlier choice nor `known` contains. */
function different(choices: Segment[][], known?: Segment[]): Segment[][] {
  if (choices.length < 2 && known === undefined) return choices
  const said = known === undefined ? [] : [wordsOf(known)]
  return choices.filter((it, i) => isNew(said, wordsOf(it), i))
}

function isNew(said: string[], words: string, index: number): boolean {
  if (index < MAX_COMPARED && said.some(it => contains(it, words))) return false
  said.push(words)
  return true
}

const wordsOf = (segments: Segment[]): string => segments.map(wordsOfOne).join('')

function wordsOfOne(segment: Segment): string {
  const { text, html, parts } = segment
  segment.words ??= parts
    ? parts.reduce((words, it) => words || wordsOf(it), '')
    : lettersOf(htmlToText(html ?? '')) || lettersOf(text ?? '')
  return segment.words
}

/** Letters and digits alone: line breaks, marks and blanks differ between two renditions of one text. */
const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '')
