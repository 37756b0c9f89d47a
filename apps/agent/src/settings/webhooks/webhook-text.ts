import type { Webhook, WebhookDelivery } from '@gotrs/contract/webhooks'

type State = Pick<Webhook, 'isActive' | 'waiting' | 'failed' | 'switchedOff'>

/** How a webhook is doing, in words. */
export function webhookState({ isActive, waiting, failed, switchedOff }: State): {
  text: string
  kind: 'good' | 'trouble' | 'waiting' | 'off'
} {
  const counts = [failed > 0 && `${failed} not delivered`, waiting > 0 && `${waiting} waiting`]
  const text = [
    isActive ? 'On' : switchedOff ? 'Switched off by the desk' : 'Switched off',
    ...counts.filter(Boolean),
  ].join(', ')
  return { text, kind: failed > 0 || switchedOff ? 'trouble' : !isActive ? 'off' : waiting > 0 ? 'waiting' : 'good' }
}

/** Why the desk switched it off by itself, and what to do; null where it did not. */
export function switchedOffText({ switchedOff }: Pick<Webhook, 'switchedOff'>): string | null {
  if (!switchedOff) return null
  const why =
    switchedOff.reason === 'gone'
      ? 'The receiver said that it is gone for good (410), so the desk switched this webhook off.'
      : 'Nothing has reached the receiver for five days, so the desk switched this webhook off.'
  return `${why} What waits is kept: check the address, then switch it on under Change, and it is sent.`
}

export type DeliveryText = {
  text: string
  /** What to do about it; null where nothing is to be done, or where we know no better than its own words. */
  advice: string | null
  kind: 'good' | 'trouble' | 'waiting'
}

type Told = Pick<WebhookDelivery, 'status' | 'attempts' | 'responseStatus' | 'response'>

/** How a delivery went, and what to do about it. */
export function deliveryText(delivery: Told): DeliveryText {
  const { status, attempts, responseStatus } = delivery
  const answer = responseStatus === null ? 'no answer' : `answered ${responseStatus}`
  const tries = attempts === 1 ? 'at the first try' : `after ${attempts} tries`
  if (status === 'delivered') return { text: `Delivered ${tries}, ${answer}`, advice: null, kind: 'good' }
  if (status === 'failed') return { text: `Given up ${tries}: ${answer}`, advice: adviceFor(delivery), kind: 'trouble' }
  if (attempts === 0) return { text: 'Waits to be sent', advice: null, kind: 'waiting' }
  return { text: `Not delivered ${tries}: ${answer}`, advice: adviceFor(delivery), kind: 'trouble' }
}

/** Was the address not even asked, since it lies inside the network of the desk? */
export const isRefusedAddress = ({ responseStatus, response }: Pick<Told, 'responseStatus' | 'response'>): boolean =>
  responseStatus === null && (response ?? '').includes('PRIVATE_HOSTS')

function adviceFor({ responseStatus, response }: Told): string | null {
  if (responseStatus !== null) return adviceForStatus(responseStatus)
  return hints.find(([pattern]) => pattern.test(response ?? ''))?.[1] ?? null
}

function adviceForStatus(status: number): string | null {
  if (status >= 300 && status < 400) return 'The address leads to another one, which is not followed. Enter that one.'
  if (status === 401 || status === 403)
    return 'The receiver did not let it in. Make sure that it checks the signature with the secret of this webhook.'
  if (status === 404 || status === 405) return 'Nothing takes calls at this address. Check its path.'
  if (status === 410) return 'The receiver said that it is gone for good, so the webhook was switched off.'
  if (status === 429) return 'The receiver gets too many requests. The desk tries again later.'
  if (status >= 500) return 'Something broke at the receiver. Look into its log.'
  return null
}

const hints: [RegExp, string][] = [
  [
    /PRIVATE_HOSTS/,
    'The address is inside the network of the desk and was not asked. The operator may allow it by adding it to the setting PRIVATE_HOSTS.',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'No server has this host name. Check it for typing errors.'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'Nothing answers at this host and port. Check both, and any firewall.'],
  [/CERT_|certificate|ALTNAME|SELF_SIGNED|VERIFY/, "The receiver's certificate is not valid for this host name."],
  [/no answer within|ETIMEDOUT/, 'The receiver did not answer in time. It should answer first and work afterwards.'],
]
