import { isAutomaticAnswer } from '@gotrs/mail/automatic-kind'
import { ended } from './outcome.ts'
import type { Rule } from './rule.ts'

/** An automatic answer that names no ticket opens none. */
export const automaticAnswerRule: Rule = async ({ kind }, context) => {
  if (!isAutomaticAnswer(kind)) return null
  const { rule } = await context.thread()
  return ended('auto_reply', 'An automatic answer that belongs to no ticket of its sender.', { rule: rule ?? 'none' })
}
