import { endlessHeaderBudget, readHeaderBlock } from '../mime/header-block.ts'
import { startOfMail } from '../mime/split.ts'
import { headBytes } from './mail-bytes.ts'
import { fieldValue, type MailHead } from './mail-head.ts'
import { hasFieldTwice, readFields } from './signed-fields.ts'

/**
 * Why no signature of this mail proves what the desk shows; null if one can. A signature covers one copy of a field,
 * and what its verifier reads as the head. Our parser is more tolerant, and may show another copy, or a line of the body.
 */
export function headRefusal(raw: Buffer, head: MailHead): string | null {
  if (hasFieldTwice(head.fields)) return 'The mail has a field twice that may be there only once.'
  return isUnambiguous(raw, head) ? null : 'Mail programs read the head of the mail in different ways.'
}

function isUnambiguous(raw: Buffer, { fields, end }: MailHead): boolean {
  const budget = endlessHeaderBudget()
  const { headers, bodyStart } = readHeaderBlock(raw.subarray(0, headBytes), startOfMail(raw), budget, () => false)
  const signed = fields.map(it => ({ key: it.key, value: fieldValue(it) }))
  return bodyStart === end && readFields(headers).join('\n') === readFields(signed).join('\n')
}
