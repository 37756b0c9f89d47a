import type { RawHeader } from './mime/header-block.ts'
import type { Bounce, BounceAction, MailAddress } from './parsed-mail.ts'

export type BounceContext = { from: MailAddress | null; subject: string; text: string }

type Finding = Omit<Bounce, 'originalMessageId'>

const MAX_TEXT = 64 * 1024
const MAX_RECIPIENTS = 100
const ADDRESS = /[A-Z0-9._%+'=/-]{1,64}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){1,10}/gi
const FAILED =
  /undeliver|could ?n[o']t be delivered|failed|failure|returned mail|permanent|rejected|does not exist|user unknown|no such user|unrout|nicht zugestellt|unzustellbar|non remis|échec|no se (?:ha )?p(?:udo|odido) entregar|mancato recapito/i
const DELAYED =
  /delay|will (?:retry|keep trying|continue)|still (?:being )?(?:trying|retried)|not yet been delivered|temporar|verzöger/i
const MAX_LINES_OF_REASON = 6

/** Reports in prose (qmail, Exim, old Sendmail, Exchange): recipients, and the status next to them. */
export function readTextBounce(headers: RawHeader[], { subject, text }: BounceContext): Finding[] {
  const report = aboveOriginal(text.slice(0, MAX_TEXT))
  const words = `${subject}\n${report}`
  if (!FAILED.test(words) && !DELAYED.test(words)) return []
  const action = actionInWords(subject, report)
  const recipients = recipientsOf(headers, report)
  return recipients.map(recipient => {
    const diagnostic = reasonFor(recipient, report)
    // Text elsewhere in the report is about this recipient only if there is no other.
    const sources = recipients.length === 1 ? [diagnostic ?? '', report] : [diagnostic ?? '']
    return { action, status: statusIn(sources, action), recipient, diagnostic }
  })
}

/** The action of a report in prose; `failed` if it has no known words. */
export function actionInWords(subject: string, report: string): 'delayed' | 'failed' {
  const isDelay = DELAYED.test(subject) || (!FAILED.test(`${subject}\n${report}`) && DELAYED.test(report))
  return isDelay ? 'delayed' : 'failed'
}

/** Cuts off the returned mail below the report: its addresses are unrelated to the failure. */
function aboveOriginal(text: string): string {
  const divider =
    /^[ \t]{0,4}(?:-{2,}[ \t]*(?:below this line|this is a copy|original message\s*-|the following is a copy|message header|returned message|begin message|original-nachricht)|(?:received|return-path|message-id):[ \t])/im
  const at = text.search(divider)
  return at > 0 ? text.slice(0, at) : text
}

function recipientsOf(headers: RawHeader[], report: string): string[] {
  const named = headers.filter(it => it.key === 'x-failed-recipients').flatMap(it => it.value.match(ADDRESS) ?? [])
  if (named.length > 0) return unique(named)
  // Most servers set a failing address off: in angle brackets, or alone at the start of a line.
  const setOff =
    report.match(/<[^<>\s@]{1,64}@[^<>\s@]{1,255}>|^[ \t]{0,8}[^\s<>@:]{1,64}@[^\s<>@:]{1,255}(?=:?\s*$)/gim) ?? []
  const candidates = setOff.flatMap(it => it.match(ADDRESS) ?? [])
  return unique(candidates.length > 0 ? candidates : (report.match(ADDRESS) ?? []).slice(0, 1))
}

function unique(addresses: string[]): string[] {
  const own = /^(?:mailer-?daemon|postmaster)@/i
  const seen = new Map(addresses.filter(it => !own.test(it)).map(it => [it.toLowerCase(), it]))
  return [...seen.values()].slice(0, MAX_RECIPIENTS)
}

/** The lines from the address on, up to the next blank line or address. */
function reasonFor(recipient: string, report: string): string | null {
  const at = report.indexOf(recipient)
  if (at < 0) return null
  const [head = '', ...rest] = report.slice(at + recipient.length, at + recipient.length + 2_000).split('\n')
  const first = head.replace(/^[>\s:]+/, '').trim()
  const lines = [first]
  let isStarted = first !== ''
  for (const line of rest.slice(0, MAX_LINES_OF_REASON)) {
    const trimmed = line.trim()
    if ((trimmed === '' && isStarted) || trimmed.includes('@')) break
    isStarted ||= trimmed !== ''
    lines.push(trimmed)
  }
  return lines.join(' ').trim().slice(0, 1_000) || null
}

/** The enhanced status if there is one, else the class of the SMTP reply. https://www.rfc-editor.org/rfc/rfc3463 */
function statusIn(sources: string[], action: BounceAction): string {
  const enhanced = firstMatch(sources, /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/)
  if (enhanced) return enhanced
  return `${firstMatch(sources, /\b([45])\d\d[ -]/) ?? (action === 'delayed' ? '4' : '5')}.0.0`
}

function firstMatch(sources: string[], pattern: RegExp): string | undefined {
  for (const source of sources) {
    const match = pattern.exec(source)
    if (match) return match[1]
  }
}
