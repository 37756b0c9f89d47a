import { ended } from './outcome.ts'
import type { Rule } from './rule.ts'

/** An account that is switched off writes no mail to the desk. */
export const switchedOffRule: Rule = async ({ sender }, context) => {
  const person = await context.person()
  if (!person || person.isActive) return null
  return ended('rejected', `The account of ${sender.address} is switched off.`)
}
