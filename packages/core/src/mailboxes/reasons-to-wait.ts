import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import type { outboundMails } from '@gotrs/db/tables/outbound-mails'
import type { Reader } from '../kernel/unit-of-work.ts'
import { hourlyUsage } from './hourly-usage.ts'

/** Why a mail that is due is not sent. `until`: not before then; null where that is not known. */
export type Wait = { reason: string; until: Date | null }

type Waiting = {
  mail: Pick<typeof outboundMails.$inferSelect, 'id' | 'mailboxId' | 'nextAttemptAt' | 'leasedUntil'>
  mailbox: Pick<typeof mailboxes.$inferSelect, 'hourlyLimit' | 'sendPausedUntil' | 'lastSendError'>
}

/** By mail: the mailbox's server takes none, or the mailbox has sent what it may in an hour. */
export async function reasonsToWait(reader: Reader, rows: readonly Waiting[]): Promise<Map<string, Wait>> {
  const { now } = reader
  const isInHand = ({ mail }: Waiting) => mail.leasedUntil !== null && mail.leasedUntil > now
  const due = rows.filter(it => it.mail.nextAttemptAt !== null && it.mail.nextAttemptAt <= now && !isInHand(it))
  const limited = due.filter(it => it.mailbox.hourlyLimit !== null)
  const used = await hourlyUsage(reader.db, [...new Set(limited.map(it => it.mail.mailboxId))], now)
  const reasonOf = ({ mail, mailbox }: Waiting): Wait | null => {
    const { hourlyLimit, sendPausedUntil, lastSendError } = mailbox
    if (sendPausedUntil && sendPausedUntil > now) {
      const reason = `Waits: the server of the mailbox takes no mail. ${lastSendError ?? ''}`.trim()
      return { reason, until: sendPausedUntil }
    }
    const { sent = 0, inHand = 0, perhapsSent = 0 } = used.get(mail.mailboxId) ?? {}
    const count = sent + inHand + perhapsSent
    if (hourlyLimit === null || count < hourlyLimit) return null
    const mails = count === 1 ? '1 mail' : `${count} mails`
    return { reason: `Waits for the hourly limit: the mailbox has sent ${mails} in the last hour.`, until: null }
  }
  return new Map(due.flatMap(it => [[it.mail.id, reasonOf(it)] as const]).flatMap(([id, it]) => (it ? [[id, it]] : [])))
}
