import type { Webhook, WebhookDelivery } from '@gotrs/contract/webhooks'

type State = Pick<Webhook, 'isActive' | 'waiting' | 'failed' | 'switchedOff'>

/** How a webhook is doing, in words. */
export function webhookState({ isActive, waiting, failed, switchedOff }: State): {
  text: string
  kind: 'good' | 'trouble' | 'waiting' | 'off'
} {
  const counts = [failed > 0 && `${failed} not delivered`, waiting > 0 && `${waiting} waiting`]
  const text = [
    isActive ? 'On' : switchedOff ? 'Switched off by GOTRS' : 'Switched off',
    ...counts.filter(Boolean),
  ].join(', ')
  return { text, kind: failed > 0 || switchedOff ? 'trouble' : !isActive ? 'off' : waiting > 0 ? 'waiting' : 'good' }
}

/** Why the desk switched it off by itself, and what to do; null where it did not. */
export function switchedOffText({ switchedOff }: Pick<Webhook, 'switchedOff'>): string | null {
  if (!switchedOff) return null
  const why =
    switchedOff.reason === 'gone'
      ? 'GOTRS switched the webhook off because the receiver answered 410 (Gone).'
      : 'GOTRS switched the webhook off because every delivery failed for five days.'
  return `${why} Waiting events are kept. Check the URL, then switch the webhook on under Edit to send them.`
}

export type DeliveryText = {
  text: string
  /** What to do about it; null where nothing is to be done, or where we know no better than its own words. */
  advice: string | null
  kind: 'good' | 'trouble' | 'waiting'
}

type DeliveryResult = Pick<WebhookDelivery, 'status' | 'attempts' | 'responseStatus' | 'response'>

/** How a delivery went, and what to do about it. */
export function deliveryText(delivery: DeliveryResult): DeliveryText {
  const { status, attempts, responseStatus } = delivery
  const answer = responseStatus === null ? 'no answer' : `status ${responseStatus}`
  const tries = attempts === 1 ? 'at the first attempt' : `after ${attempts} attempts`
  if (status === 'delivered') return { text: `Delivered ${tries}, ${answer}`, advice: null, kind: 'good' }
  if (status === 'failed') return { text: `Failed ${tries}: ${answer}`, advice: adviceFor(delivery), kind: 'trouble' }
  if (attempts === 0) return { text: 'Waiting to be sent', advice: null, kind: 'waiting' }
  return { text: `Not delivered ${tries}: ${answer}`, advice: adviceFor(delivery), kind: 'trouble' }
}

/** Was the address not even asked, since it lies inside the network of the desk? */
export const isRefusedAddress = ({
  responseStatus,
  response,
}: Pick<DeliveryResult, 'responseStatus' | 'response'>): boolean =>
  responseStatus === null && (response ?? '').includes('PRIVATE_HOSTS')

function adviceFor({ responseStatus, response }: DeliveryResult): string | null {
  if (responseStatus !== null) return adviceForStatus(responseStatus)
  return hints.find(([pattern]) => pattern.test(response ?? ''))?.[1] ?? null
}

function adviceForStatus(status: number): string | null {
  if (status >= 300 && status < 400)
    return 'The URL redirects, and GOTRS does not follow redirects. Enter the target URL.'
  if (status === 401 || status === 403)
    return 'The receiver rejected the request. Make sure that it verifies the signature with the secret of this webhook.'
  if (status === 404 || status === 405) return 'The receiver does not know this URL. Check its path.'
  if (status === 410) return 'The receiver answered 410 (Gone), so GOTRS switched the webhook off.'
  if (status === 429) return 'The receiver limits the rate of requests. GOTRS retries later.'
  if (status >= 500) return 'The receiver failed. Check its log.'
  return null
}

const hints: [RegExp, string][] = [
  [
    /PRIVATE_HOSTS/,
    'GOTRS does not send to private network addresses. The operator can allow this one in PRIVATE_HOSTS.',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'Unknown host name. Check its spelling.'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'Cannot connect. Check the host, the port and any firewall.'],
  [/CERT_|certificate|ALTNAME|SELF_SIGNED|VERIFY/, "The receiver's certificate is not valid for this host name."],
  [/no answer within|ETIMEDOUT/, 'The receiver did not answer in time. It should answer before it does its work.'],
]

/** The result of a ping. */
export const pingText = (delivery: DeliveryResult): string =>
  delivery.status === 'delivered'
    ? `Ping delivered: the receiver answered ${delivery.responseStatus}`
    : delivery.status === 'failed'
      ? `Ping failed: ${delivery.responseStatus === null ? 'no answer' : `the receiver answered ${delivery.responseStatus}`}`
      : 'Ping is being sent'
