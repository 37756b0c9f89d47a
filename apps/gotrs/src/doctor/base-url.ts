import type { RequestFacts } from '@gotrs/server/http/show-request'
import { z } from 'zod'
import type { Settings } from '../env.ts'
import { type Finding, fine, note, trouble } from './finding.ts'

const patience = 5_000

type Reached = Pick<Settings, 'baseUrl' | 'trustedHops'>

const facts: z.ZodType<RequestFacts> = z.object({
  scheme: z.enum(['http', 'https']),
  host: z.string().nullable(),
  forwardedProto: z.string().nullable(),
  proxyHeaders: z.array(z.string()),
})

/** Sends a request to BASE_URL, and compares how it arrives at the server with the settings. */
export async function checkBaseUrl(settings: Reached): Promise<Finding[]> {
  const { baseUrl } = settings
  const url = new URL('/healthz/request', baseUrl)
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' }).catch(() => null)
  const location = answer?.headers.get('location')
  if (answer && location) return [redirected(baseUrl, location)]
  if (answer?.status !== 200) return [unreached(baseUrl, answer && `responds with ${answer.status}`)]
  const arrived = facts.safeParse(await answer.json().catch(() => null))
  if (!arrived.success) return [unreached(baseUrl, 'leads to another server')]
  return judgeArrival(arrived.data, settings)
}

function unreached(baseUrl: string, what: string | null): Finding {
  const detail = `${baseUrl} ${what ?? 'does not respond'}: correct BASE_URL, the DNS entry or the proxy; links in mails use this address.`
  return trouble('BASE_URL', detail)
}

function redirected(baseUrl: string, location: string): Finding {
  const target = URL.canParse(location, baseUrl) ? new URL(location, baseUrl).origin : location
  return trouble('BASE_URL', `${baseUrl} redirects to ${target}: set BASE_URL to that final address.`)
}

/** Judges a request to BASE_URL as the server received it. */
export function judgeArrival(arrived: RequestFacts, { baseUrl, trustedHops }: Reached): Finding[] {
  const findings = [
    ...schemeFindings(arrived, new URL(baseUrl).protocol.slice(0, -1), trustedHops),
    ...hostFindings(arrived, baseUrl),
    ...trustFindings(arrived, trustedHops),
  ]
  return findings.length > 0 ? findings : [fine('BASE_URL', `${baseUrl} reaches this server`)]
}

function schemeFindings({ scheme, forwardedProto }: RequestFacts, wanted: string, trustedHops: number): Finding[] {
  if (scheme !== wanted) {
    const why =
      trustedHops > 0 && forwardedProto
        ? `the proxy sends X-Forwarded-Proto: ${forwardedProto}`
        : `requests arrive as ${scheme}`
    return [
      trouble(
        'BASE_URL',
        `is ${wanted}, but ${why}: configure the proxy to send the scheme of the browser, or correct BASE_URL. Secure cookies depend on the scheme.`,
      ),
    ]
  }
  if (forwardedProto === null || forwardedProto.split(',').some(word => word.trim() === wanted)) return []
  const detail = `is ${wanted}, but the proxy sends X-Forwarded-Proto: ${forwardedProto}: correct one of them.`
  return [trouble('BASE_URL', detail)]
}

function hostFindings({ host }: RequestFacts, baseUrl: string): Finding[] {
  const wanted = new URL(baseUrl).host
  if (host === wanted) return []
  return [
    note('Host', `the proxy sends ${host ?? 'no host'} instead of ${wanted}: configure it to pass Host on unchanged.`),
  ]
}

function trustFindings({ proxyHeaders }: RequestFacts, trustedHops: number): Finding[] {
  if (proxyHeaders.length > 0 && trustedHops === 0) {
    return [
      trouble(
        'TRUST_PROXY',
        `is 0, but a proxy is in front (${proxyHeaders.join(', ')}): set it to the number of proxies; otherwise limits count the proxy instead of people.`,
      ),
    ]
  }
  if (trustedHops > 0 && !proxyHeaders.includes('x-forwarded-for')) {
    return [
      trouble(
        'TRUST_PROXY',
        `is ${trustedHops}, but requests have no X-Forwarded-For: configure the proxy to send it, or set TRUST_PROXY=0 if there is no proxy, because callers could forge their address.`,
      ),
    ]
  }
  return []
}
