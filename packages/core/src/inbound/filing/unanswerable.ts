import { ended } from './outcome.ts'
import type { Rule } from './rule.ts'

/** It has no sender who can be answered: an admin decides. Every rule after this one has a sender. */
export const unanswerableRule: Rule = async ({ sender }) =>
  sender.origin === 'nobody' ? ended('quarantined', 'It names no sender that could be answered.') : null
