import type { FilingRule } from './filing.ts'
import { ended } from './outcome.ts'

/** An account that is switched off writes no mail to the desk. */
export const switchedOffRule: FilingRule = async (_uow, filing) => {
  const person = await filing.person()
  if (!person || person.isActive) return null
  return ended('rejected', `The account of ${filing.sender.address} is switched off.`)
}
