import type { attachmentLimits } from '@gotrs/contract/attachments'
import { sizeText } from './size-text.ts'

/** The contract's limit; by its type, since its file would bring the whole of Zod into the page. */
export const maxFiles: (typeof attachmentLimits)['maxPerMessage'] = 20
const usualMaxBytes: number = 25 * 1024 * 1024

export const limitsText = (maxBytes = usualMaxBytes) => `Up to ${maxFiles} files, ${sizeText(maxBytes)} each.`

type Chosen = { name: string; size: number }

/** Decides which of the chosen files can be attached, and in words why the others can't. */
export function admit<T extends Chosen>(chosen: readonly T[], attached: number, maxBytes = usualMaxBytes) {
  const fitting = chosen.filter(file => file.size <= maxBytes && file.size > 0)
  const accepted = fitting.slice(0, Math.max(0, maxFiles - attached))
  const refusals = chosen.filter(file => !fitting.includes(file)).map(file => refusal(file, maxBytes))
  if (accepted.length < fitting.length)
    refusals.push(`A message can have at most ${maxFiles} files. The others were not added.`)
  return { accepted, refusals }
}

const refusal = (file: Chosen, maxBytes: number) =>
  file.size === 0
    ? `“${file.name || unnamed}” is empty.`
    : `“${file.name || unnamed}” is too large: ${sizeText(file.size)} (maximum ${sizeText(maxBytes)}).`

/** What was pasted has no name. */
export const unnamed = 'pasted image'
