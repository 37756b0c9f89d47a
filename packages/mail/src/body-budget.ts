import { type Content, headOf } from './content.ts'

/** How much of a mail is read as its body, over all its parts; a book can be attached, it need not be shown. */
export type BodyBudget = { textBytes: number; htmlBytes: number; htmlMarks: number }

export const newBodyBudget = (): BodyBudget => ({
  textBytes: 2 * 1024 * 1024,
  // Pictures inside the HTML make it long; tags and entities make it dear.
  htmlBytes: 4 * 1024 * 1024,
  htmlMarks: 60_000,
})

const LINE_FEED = 0x0a

/** The part of `content` that there is room for, cut at a line or a tag, and takes it from the room. */
export function takeWithinBudget(
  room: BodyBudget,
  content: Content,
  isHtml: boolean,
): { shown: Buffer; isWhole: boolean } {
  const bytes = headOf(content, (isHtml ? room.htmlBytes : room.textBytes) + 1)
  const shown = isHtml ? bytes.subarray(0, endOfHtml(room, bytes)) : bytes.subarray(0, endOfText(room, bytes))
  if (isHtml) room.htmlBytes -= shown.length
  else room.textBytes -= shown.length
  return { shown, isWhole: shown.length === bytes.length }
}

function endOfText({ textBytes }: BodyBudget, bytes: Buffer): number {
  if (bytes.length <= textBytes) return bytes.length
  const line = bytes.lastIndexOf(LINE_FEED, textBytes)
  return line > textBytes / 2 ? line : textBytes
}

/** The brackets of tags, and the beginnings of entities. */
const MARKS = new Set([0x3c, 0x3e, 0x26])

function endOfHtml(room: BodyBudget, bytes: Buffer): number {
  const end = Math.min(bytes.length, room.htmlBytes)
  for (let at = 0; at < end; at++) {
    if (!MARKS.has(bytes[at] ?? 0)) continue
    if (room.htmlMarks <= 0) return at
    room.htmlMarks--
  }
  return end
}
