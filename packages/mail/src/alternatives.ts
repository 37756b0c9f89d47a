import { htmlToText } from './body/html-to-text.ts'
import { textToHtml } from './body/text-to-html.ts'

/** A stretch of the body. One part gives one of the two, a multipart/alternative both. */
export type Segment = { text: string | null; html: string | null }

/** Of more choices than any program makes, only the first are compared with each other. */
const MAX_COMPARED = 20

/**
 * The choices of one text become one stretch of the body. The first plain one says what the last HTML one says
 * (https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4); what no choice of the same kind says is shown as well.
 */
export function alternativeOf(choices: Segment[][]): Segment[] {
  const plain = different(choices.filter(isPlain).map(it => it.map(segment => segment.text ?? '').join('\n')))
  const rich = richOf(choices.filter(it => it.some(segment => segment.html !== null)))
  const more = plain.slice(1)
  const left = rich.length > 0 && more.length > 0 ? different(more, htmlToText(joinHtml(rich) ?? '')) : []
  const html = joinHtml([...rich, ...left.map(text => ({ text, html: null }))])
  const textOfRich = rich.map(it => it.text).filter(it => it !== null)
  const text = plain.length > 0 ? plain.join('\n') : textOfRich.length > 0 ? textOfRich.join('\n') : null
  return html === null && text === null ? [] : [{ text: text || (html === null ? text : null), html }]
}

export function joinHtml(segments: Segment[]): string | null {
  if (!segments.some(it => it.html !== null)) return null
  return segments.map(it => it.html ?? textToHtml(it.text ?? '')).join('\n')
}

const isPlain = (choice: Segment[]) => choice.length > 0 && choice.every(it => it.html === null)

/** The last is the best one; of those before it only what it does not say. */
function richOf(choices: Segment[][]): Segment[] {
  const [best, ...others] = choices.toReversed()
  if (!best || others.length === 0) return best ?? []
  const said = [wordsOf(textOf(best))]
  const more = others.filter((it, i) => isNew(said, textOf(it), i))
  return [...more.toReversed().flat(), ...best]
}

const textOf = (segments: Segment[]) => segments.map(it => htmlToText(it.html ?? '') || (it.text ?? '')).join('\n')

/** The texts that none before them, nor `known`, says already. */
function different(texts: string[], known?: string): string[] {
  if (texts.length < 2 && known === undefined) return texts
  const said = known === undefined ? [] : [wordsOf(known)]
  return texts.filter((it, i) => isNew(said, it, i))
}

function isNew(said: string[], text: string, index: number): boolean {
  const words = wordsOf(text)
  if (index < MAX_COMPARED && said.some(it => it.includes(words))) return false
  said.push(words)
  return true
}

/** Letters and digits alone: line breaks, marks and blanks differ between two renditions of one text. */
const wordsOf = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '')
