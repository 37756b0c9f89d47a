import type { SmtpFailure, SmtpServer, SmtpWaits } from '@gotrs/core/mailboxes/smtp-connection'
import { type DeliveryReport, isServerUnavailable } from '@gotrs/core/outbound/delivery-report'
import type { OutgoingCopy } from '@gotrs/core/outbound/outgoing-copies'
import type { SendCopy } from '@gotrs/core/outbound/send'
import { type MailConnection, openConnection, resetConnection, sendOver } from './connection.ts'
import { reportOf } from './report.ts'

type Limits = SmtpWaits & { wholeMs: number }

/** Much shorter than the lease of a mail. */
const usual: Limits = { connectMs: 20_000, answerMs: 60_000, wholeMs: 8 * 60_000 }

/**
 * Sends through the mailbox's own account, or else through the desk's server; without either the desk catches the mail. The
 * copies of one mail go over one connection with one login, which ends with the mail.
 */
export function createMailSender(deskServer: SmtpServer | null, limits: Limits = usual): SendCopy {
  const connections = new WeakMap<AbortSignal, MailConnection>()
  return async (copy, account, mailEnds) => {
    const server = account ?? deskServer
    if (!server) return { kind: 'caught' }
    const { promise: late, reject: tooLate } = Promise.withResolvers<never>()
    late.catch(() => {})
    const timer = setTimeout(() => tooLate(new Error('The server took too long.')), limits.wholeMs)
    try {
      const kept = mailEnds && connections.get(mailEnds)
      const report = kept && (await sendOverKept(kept, copy, late))
      if (report) return report
      const connection = await openConnection(server, limits, late)
      if (!mailEnds) return await sendOver(connection, copy, late).finally(() => connection.smtp.close())
      connections.set(mailEnds, connection)
      mailEnds.addEventListener('abort', () => connection.smtp.close(), { once: true })
      return await sendOver(connection, copy, late)
    } catch (error) {
      return reportOf(error as SmtpFailure, { to: copy.to }, false)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Null if the connection ended before the server accepted the copy, as servers end long ones: retry on another. */
async function sendOverKept(
  connection: MailConnection,
  copy: OutgoingCopy,
  late: Promise<never>,
): Promise<DeliveryReport | null> {
  if (!(await resetConnection(connection, late))) return null
  const report = await sendOver(connection, copy, late)
  if (!isServerUnavailable(report)) return report
  connection.smtp.close()
  return null
}
