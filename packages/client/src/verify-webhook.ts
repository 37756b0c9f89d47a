import type { WebhookPayload } from './contract.ts'

/** Why a delivery is rejected. */
export type WebhookProblem = 'missing_header' | 'invalid_timestamp' | 'expired_timestamp' | 'invalid_signature'

export class WebhookError extends Error {
  readonly problem: WebhookProblem

  constructor(problem: WebhookProblem, message: string) {
    super(message)
    this.name = 'WebhookError'
    this.problem = problem
  }
}

/** The headers of `fetch`, or of Node's `IncomingMessage`. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>

const toleranceSeconds = 5 * 60

/**
 * Returns the event of a webhook delivery after it checks the signature by one of `secrets` (`whsec_…`), and that its
 * time differs from now by at most five minutes. `body` is the body as received, before it is parsed. Standard Webhooks
 * 1.0, in Node and in browsers. @throws WebhookError
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
): Promise<WebhookPayload> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => {
    const value = headerOf(headers, name)
    if (!value) throw new WebhookError('missing_header', `The header ${name} is missing.`)
    return value
  }) as [string, string, string]
  rejectOld(timestamp)
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const signed = join(new TextEncoder().encode(`${id}.${timestamp}.`), bytes)
  const given = signatures.split(' ').flatMap(one => (one.startsWith('v1,') ? [bytesOf(one.slice(3))] : []))
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    if (await isSignedBy(secret, given, signed)) return JSON.parse(new TextDecoder().decode(bytes)) as WebhookPayload
  }
  throw new WebhookError('invalid_signature', 'No signature matches one of the secrets.')
}

/** WebCrypto compares in constant time. */
async function isSignedBy(secret: string, given: (Bytes | null)[], signed: Bytes): Promise<boolean> {
  const raw = bytesOf(secret.replace(/^whsec_/, ''))
  if (!raw || raw.length === 0) throw new TypeError('A webhook secret is whsec_ followed by base64.')
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const found = await Promise.all(given.map(one => one !== null && crypto.subtle.verify('HMAC', key, one, signed)))
  return found.includes(true)
}

function rejectOld(timestamp: string): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('invalid_timestamp', 'webhook-timestamp must be a number.')
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) <= toleranceSeconds) return
  throw new WebhookError('expired_timestamp', 'The delivery was not sent within five minutes of now.')
}

function headerOf(headers: WebhookHeaders, name: string): string | null {
  if (typeof Headers !== 'undefined' && headers instanceof Headers) return headers.get(name)
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : (value?.join(' ') ?? null)
}

type Bytes = Uint8Array<ArrayBuffer>

/** Decodes base64; null if it is not base64. */
function bytesOf(base64: string): Bytes | null {
  try {
    return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
  } catch {
    return null
  }
}

function join(first: Uint8Array, second: Uint8Array): Bytes {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
