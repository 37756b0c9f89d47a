import type { SpamFilters } from '@gotrs/contract/mailboxes'
import type { MailHeader } from './parsed-mail.ts'

type Mark = { header: string; says(value: string): boolean }

const isYes = (value: string): boolean => /^yes\b/i.test(value)

/** https://spamassassin.apache.org/full/4.0.x/doc/Mail_SpamAssassin_Conf.html, `add_header` */
const spamAssassin: readonly Mark[] = [
  { header: 'X-Spam-Flag', says: isYes },
  { header: 'X-Spam-Status', says: isYes },
]

/** From which score on rspamd marks a mail unless it is set up otherwise (`add_header`). Its bar has a plus a point. */
const rspamdScore = 6
/** From which level on Exchange delivers to the junk folder: 5 and 6 are spam, 7 to 9 certainly. */
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
 * Which header says that a mail is spam, as a sentence for staff; null where none does. Anybody can write these headers:
 * all that a sender gains by one is to get no acknowledgement.
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
