/** The text about an attempt. `isOwnWords`: it is from the desk itself, so it cannot quote the mail. */
type Words = { response: string; isOwnWords?: boolean }

/** The result of one attempt to deliver a mail to a server. */
export type DeliveryReport =
  /** There is no server to send through: the mail is kept to be read in the app. */
  | { kind: 'caught' }
  /** The server accepted it for `accepted`, and rejected each of the others. */
  | ({ kind: 'answered'; accepted: string[]; refused: Refusal[] } & Words)
  /**
   * The server rejected it for all: `isPermanent` with 5xx, else 4xx. `isServerUnavailable`: the reason is not this
   * mail, and every other one would fail too (no connection, no greeting, no TLS, no login). `refusesSender`: it
   * rejected the sender.
   */
  | ({ kind: 'refused'; isPermanent: boolean; isServerUnavailable?: boolean; refusesSender?: boolean } & Words)
  /**
   * The connection was lost while the text was sent: it may have arrived, except for recipients that were rejected
   * before.
   */
  | ({ kind: 'unknown'; refused?: Refusal[] } & Words)

export type Refusal = { address: string; isPermanent: boolean; refusesSender?: boolean } & Words

/** The next mail would fail for the same reason. */
export const isServerUnavailable = (report: DeliveryReport): boolean =>
  report.kind === 'refused' && report.isServerUnavailable === true

/** Another sender may be accepted. The server has accepted nothing so far. */
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
