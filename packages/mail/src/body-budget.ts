import { type Content, headOf } from './content.ts'

/** How much of a mail is read as its body, over all parts; longer text is kept as a file. */
export type BodyBudget = { textBytes: number; htmlBytes: number; htmlMarks: number }

export const newBodyBudget = (): BodyBudget => ({
  textBytes: 2 * 1024 * 1024,
  // Inline images make HTML long; tags and entities make it expensive.
  htmlBytes: 4 * 1024 * 1024,
  htmlMarks: 60_000,
})

const LINE_FEED = 0x0a

/** The part of `content` that fits into the budget, cut at a line or a tag. Subtracts it from the budget. */
export function takeWithinBudget(
  budget: BodyBudget,
  content: Content,
  isHtml: boolean,
): { shown: Buffer; isWhole: boolean } {
  const bytes = headOf(content, (isHtml ? budget.htmlBytes : budget.textBytes) + 1)
  const shown = isHtml ? bytes.subarray(0, endOfHtml(budget, bytes)) : bytes.subarray(0, endOfText(budget, bytes))
  if (isHtml) budget.htmlBytes -= shown.length
  else budget.textBytes -= shown.length
  return { shown, isWhole: shown.length === bytes.length }
}

function endOfText({ textBytes }: BodyBudget, bytes: Buffer): number {
  if (bytes.length <= textBytes) return bytes.length
  const line = bytes.lastIndexOf(LINE_FEED, textBytes)
  return line > textBytes / 2 ? line : textBytes
}

/** The brackets of tags, and the beginnings of entities. */
const MARKS = new Set([0x3c, 0x3e, 0x26])

function endOfHtml(budget: BodyBudget, bytes: Buffer): number {
  const end = Math.min(bytes.length, budget.htmlBytes)
  for (let at = 0; at < end; at++) {
    if (!MARKS.has(bytes[at] ?? 0)) continue
    if (budget.htmlMarks <= 0) return at
    budget.htmlMarks--
  }
  return end
}
