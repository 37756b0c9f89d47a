import type { DeliveryReport } from './delivery-report.ts'

/**
 * The answer of a server may quote the mail: spam filters quote a link. The report of a secret mail keeps only the reply
 * code and the enhanced status code (RFC 3463) of the server. Texts of the desk itself stay.
 */
export function hideServerText(report: DeliveryReport): DeliveryReport {
  if (report.kind === 'caught') return report
  const hidden = hide(report)
  return hidden.kind === 'refused' ? hidden : { ...hidden, refused: (hidden.refused ?? []).map(hide) }
}

const hide = <T extends { response: string; isOwnWords?: boolean }>(result: T): T =>
  result.isOwnWords ? result : { ...result, response: codesOf(result.response) }

function codesOf(response: string): string {
  const [codes = ''] = /^[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3}(?![\w.]))?/.exec(response) ?? []
  return [codes.replace('-', ' '), '(the words of the server are hidden, because this mail is secret)']
    .filter(Boolean)
    .join(' ')
}
