/**
 * What was said of a try. `isOwnWords`: by the desk itself, so that no server can have repeated the mail in it.
 */
type Words = { response: string; isOwnWords?: boolean }

/** The result of one attempt to deliver a mail to a server. */
export type DeliveryReport =
  /** There is no server to send through: the mail is kept to be read in the app. */
  | { kind: 'caught' }
  /** The server took it for `accepted`, and refused the others one by one. */
  | ({ kind: 'answered'; accepted: string[]; refused: Refusal[] } & Words)
  /**
   * It took it for nobody: `isPermanent` 5xx, else 4xx. `isServerAway`: not about this mail, every other one would have
   * fared the same (no connection, no greeting, no TLS, no login). `refusesSender`: it was the sender that it refused.
   */
  | ({ kind: 'refused'; isPermanent: boolean; isServerAway?: boolean; refusesSender?: boolean } & Words)
  /** The line broke after the text was on its way: it may have arrived, but for those who were refused before. */
  | ({ kind: 'unknown'; refused?: Refusal[] } & Words)

export type Refusal = { address: string; isPermanent: boolean; refusesSender?: boolean } & Words

/** The next mail would fare the same. */
export const isServerAway = (report: DeliveryReport): boolean =>
  report.kind === 'refused' && report.isServerAway === true

/** Another sender may fare better. A try has taken nothing then. */
export function isSenderRefused(report: DeliveryReport): boolean {
  if (report.kind === 'refused') return report.refusesSender === true
  if (report.kind !== 'answered' || report.accepted.length > 0) return false
  return report.refused.some(it => it.refusesSender === true)
}

export type RecipientResult = { address: string; status: 'sent' | 'failed' | 'queued' | 'unknown'; response: string }

/** The report, per recipient. */
export function resultsOf(
  report: Exclude<DeliveryReport, { kind: 'caught' }>,
  waitingFor: string[],
): RecipientResult[] {
  const { response } = report
  if (report.kind === 'refused') {
    const status = report.isPermanent ? 'failed' : 'queued'
    return waitingFor.map(address => ({ address, status, response }))
  }
  const { refused = [] } = report
  return waitingFor.map(address => {
    const refusal = refused.find(it => it.address.toLowerCase() === address.toLowerCase())
    if (!refusal) return { address, status: report.kind === 'unknown' ? 'unknown' : 'sent', response }
    return { address, status: refusal.isPermanent ? 'failed' : 'queued', response: refusal.response }
  })
}
