/** What came of one try to hand a mail to a server. */
export type DeliveryReport =
  /** There is no server to send through: the mail is kept to be read in the app. */
  | { kind: 'caught' }
  /** The server took it for `accepted`, and refused the others one by one. */
  | { kind: 'answered'; accepted: string[]; refused: Refusal[]; response: string }
  /** It took it for nobody: `permanent` 5xx, `temporary` 4xx, no connection, no TLS, no login. */
  | { kind: 'refused'; isPermanent: boolean; response: string }
  /** The line broke after the text was on its way: it may have arrived. */
  | { kind: 'unknown'; response: string }

export type Refusal = { address: string; isPermanent: boolean; response: string }

export type RecipientResult = { address: string; status: 'sent' | 'failed' | 'queued' | 'unknown'; response: string }

/** The report, per recipient. */
export function resultsOf(
  report: Exclude<DeliveryReport, { kind: 'caught' }>,
  waitingFor: string[],
): RecipientResult[] {
  if (report.kind === 'unknown') return all(waitingFor, 'unknown', report.response)
  if (report.kind === 'refused') return all(waitingFor, report.isPermanent ? 'failed' : 'queued', report.response)
  return waitingFor.map(address => {
    const refusal = report.refused.find(it => it.address.toLowerCase() === address.toLowerCase())
    if (!refusal) return { address, status: 'sent', response: report.response }
    return { address, status: refusal.isPermanent ? 'failed' : 'queued', response: refusal.response }
  })
}

const all = (addresses: string[], status: RecipientResult['status'], response: string): RecipientResult[] =>
  addresses.map(address => ({ address, status, response }))
