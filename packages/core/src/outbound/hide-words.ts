import type { DeliveryReport } from './delivery-report.ts'

/**
 * A server may repeat what it refuses: spam filters quote the link. The report of a secret mail keeps the reply code and
 * the enhanced status code (RFC 3463), and nothing else that the server said. The desk's own words stay.
 */
export function withoutServerWords(report: DeliveryReport): DeliveryReport {
  if (report.kind === 'caught') return report
  const hidden = hide(report)
  return hidden.kind === 'refused' ? hidden : { ...hidden, refused: (hidden.refused ?? []).map(hide) }
}

const hide = <T extends { response: string; isOwnWords?: boolean }>(said: T): T =>
  said.isOwnWords ? said : { ...said, response: codesOf(said.response) }

function codesOf(response: string): string {
  const [codes = ''] = /^[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3}(?![\w.]))?/.exec(response) ?? []
  return [codes.replace('-', ' '), '(the words of the server are hidden, because this mail is secret)']
    .filter(Boolean)
    .join(' ')
}
