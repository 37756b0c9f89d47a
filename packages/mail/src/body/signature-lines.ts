import { DEVICE_ENDS, DEVICE_STARTS, DEVICES } from './device-phrases.ts'
import { plain } from './phrases.ts'
import { isRule } from './quote-dividers.ts'

/** "Sent from my iPhone", "Von meinem iPad gesendet", "Get Outlook for iOS". */
export function isDeviceLine(line: string): boolean {
  if (line.length > MAX_DEVICE_LINE) return false
  if (OUTLOOK_LINK.test(line)) return true
  const text = plain(line.replace(/<?https?:\/\/\S*/g, '')).replace(/^[-_*[(|>— ]{1,10}/, '')
  if (/^sent from my \S+(?: \S+){0,4}$/.test(text) && !text.endsWith('.')) return true
  if (!DEVICE_STARTS.some(start => text.startsWith(start)) && !DEVICE_ENDS.some(end => text.includes(end))) return false
  const isShort = text.length <= 100 && !text.includes(',') && text.split(' ').length <= 10
  return (isShort || EXCUSES.test(text)) && DEVICES.some(device => text.includes(device))
}

const MAX_DEVICE_LINE = 400
const OUTLOOK_LINK = /^[^.!?]{0,40}outlook[^.!?]{0,40}https:\/\/aka\.ms\/\w+[>)\]]?\s*$/i
const EXCUSES = /excuse|brevity|typo|tippfehler|kürze|fautes|errores|erros|errori|typefouten|apologi[sz]e/

/** Strokes that look the same: two short ones, or a rule of one kind of stroke. */
export function strokeOf(line: string): string | null {
  const text = line.slice(0, 200).trim()
  if (/^(?:--|—|––)$/.test(text)) return '--'
  return isRule(line.slice(0, 200)) ? text.charAt(0).repeat(3) : null
}

/** The standard signature delimiter. https://www.rfc-editor.org/rfc/rfc3676#section-4.3 */
export function isStrictDelimiter(line: string): boolean {
  return /^--[ \u00a0]$/.test(line)
}

/** A postscript below a signature is text of the writer. */
export function isPostscript(line: string): boolean {
  return /^\s{0,8}(?:p\.? ?s\.?|p\.? ?p\.? ?s\.?|n\.? ?b\.?|з\.? ?ы\.?|post ?scriptum)[\s:.,-]/iu.test(
    line.slice(0, 40),
  )
}
