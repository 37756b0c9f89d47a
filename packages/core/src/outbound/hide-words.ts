import type { DeliveryReport } from './delivery-report.ts'

/**
 * A server may repeat what it refuses: spam filters quote the link. The report of a secret mail keeps the reply code and
 * the enhanced status code (RFC 3463), and nothing else that the server said.
 */
export function withoutServerWords(report: DeliveryReport): DeliveryReport {
  if (report.kind === 'caught' || isBeforeServer(report)) return report
  const response = codesOf(report.response)
  if (report.kind === 'refused') return { ...report, response }
  return { ...report, response, refused: (report.refused ?? []).map(it => ({ ...it, response: codesOf(it.response) })) }
}

/** The connection failed: these are our own words, said before the server saw the mail. */
const isBeforeServer = (report: DeliveryReport) =>
  report.kind === 'refused' && report.isServerAway === true && !/^\d{3}/.test(report.response)

function codesOf(response: string): string {
  const [codes = ''] = /^[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3}(?![\w.]))?/.exec(response) ?? []
  return [codes.replace('-', ' '), '(the words of the server are hidden, because this mail is secret)']
    .filter(Boolean)
    .join(' ')
}
