import type { SpamFilters } from '@gotrs/contract/mailboxes'
import type { MailHeader } from './parsed-mail.ts'

type Mark = { header: string; says(value: string): boolean }

const isYes = (value: string): boolean => /^yes\b/i.test(value)

/** https://spamassassin.apache.org/full/4.0.x/doc/Mail_SpamAssassin_Conf.html, `add_header` */
const spamAssassin: readonly Mark[] = [
  { header: 'X-Spam-Flag', says: isYes },
  { header: 'X-Spam-Status', says: isYes },
]

/** The default score from which rspamd marks a mail (`add_header`). Its bar has one plus sign per point. */
const rspamdScore = 6
/** The level from which Exchange delivers to the junk folder: 5 and 6 are spam, 7 to 9 certain spam. */
const exchangeLevel = 5

const level = (digits: string | undefined): boolean => Number(digits ?? -1) >= exchangeLevel

const others: readonly Mark[] = [
  // https://rspamd.com/doc/modules/milter_headers.html
  { header: 'X-Spam', says: isYes },
  { header: 'X-Spamd-Bar', says: value => /^\++$/.test(value) && value.length >= rspamdScore },
  { header: 'X-Spamd-Result', says: value => /^[^:;[]{0,60}: ?True\b/i.test(value) },
  { header: 'X-Rspamd-Action', says: value => /^(?:add header|rewrite subject|reject)\b/i.test(value) },
  // https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo
  { header: 'X-MS-Exchange-Organization-SCL', says: value => level(/^\d{1,2}$/.exec(value)?.[0]) },
  { header: 'X-Forefront-Antispam-Report', says: value => level(/(?:^|;)\s{0,9}SCL:(\d)(?:;|$)/i.exec(value)?.[1]) },
]

const maxValue = 4_000

/**
 * The header that marks a mail as spam, as a sentence for staff; null if there is none. Anybody can write these headers:
 * the only effect for the sender is that the desk sends no acknowledgement.
 */
export function spamReasonOf(headers: readonly MailHeader[], filters: SpamFilters): string | null {
  const marks = filters === 'none' ? [] : filters === 'all' ? [...spamAssassin, ...others] : spamAssassin
  for (const [name, value] of headers) {
    const shown = value.slice(0, maxValue).trim()
    const mark = marks.find(it => it.header.toLowerCase() === name.toLowerCase())
    if (mark?.says(shown))
      return `${mark.header} says ${shown
        .split(/[\s,;]+/, 6)
        .join(' ')
        .slice(0, 80)}.`
  }
  return null
}
