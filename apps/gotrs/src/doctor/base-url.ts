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

/** Asks by BASE_URL how a request arrives at the server, and says what differs from the settings. */
export async function checkBaseUrl(settings: Reached): Promise<Finding[]> {
  const { baseUrl } = settings
  const url = new URL('/healthz/request', baseUrl)
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' }).catch(() => null)
  const location = answer?.headers.get('location')
  if (answer && location) return [redirected(baseUrl, location)]
  if (answer?.status !== 200) return [unreached(baseUrl, answer && `answers with ${answer.status}`)]
  const arrived = facts.safeParse(await answer.json().catch(() => null))
  if (!arrived.success) return [unreached(baseUrl, 'is answered by something else')]
  return judgeArrival(arrived.data, settings)
}

function unreached(baseUrl: string, what: string | null): Finding {
  const detail = `${baseUrl} ${what ?? 'does not answer'}: correct BASE_URL, the DNS entry or the proxy; links in mails go there.`
  return trouble('BASE_URL', detail)
}

function redirected(baseUrl: string, location: string): Finding {
  const target = URL.canParse(location, baseUrl) ? new URL(location, baseUrl).origin : location
  return trouble('BASE_URL', `${baseUrl} redirects to ${target}: set BASE_URL to the address that people end up at.`)
}

/** What the server saw of a request to BASE_URL. */
export function judgeArrival(arrived: RequestFacts, { baseUrl, trustedHops }: Reached): Finding[] {
  const findings = [
    ...schemeFindings(arrived, new URL(baseUrl).protocol.slice(0, -1), trustedHops),
    ...hostFindings(arrived, baseUrl),
    ...trustFindings(arrived, trustedHops),
  ]
  return findings.length > 0 ? findings : [fine('BASE_URL', `${baseUrl} leads here`)]
}

function schemeFindings({ scheme, forwardedProto }: RequestFacts, wanted: string, trustedHops: number): Finding[] {
  if (scheme !== wanted) {
    const why =
      trustedHops > 0 && forwardedProto
        ? `the proxy says X-Forwarded-Proto: ${forwardedProto}`
        : `it arrives as ${scheme}`
    return [
      trouble(
        'BASE_URL',
        `is ${wanted}, but ${why}: let the proxy send the scheme that the browser used, or correct BASE_URL. Cookies follow the scheme.`,
      ),
    ]
  }
  if (forwardedProto === null || forwardedProto.split(',').some(word => word.trim() === wanted)) return []
  const detail = `is ${wanted}, but the proxy says X-Forwarded-Proto: ${forwardedProto}: correct the one that is wrong.`
  return [trouble('BASE_URL', detail)]
}

function hostFindings({ host }: RequestFacts, baseUrl: string): Finding[] {
  const wanted = new URL(baseUrl).host
  if (host === wanted) return []
  return [
    note(
      'Host',
      `the proxy passes the host on as ${host ?? 'nothing'} instead of ${wanted}: let it pass Host on unchanged.`,
    ),
  ]
}

function trustFindings({ proxyHeaders }: RequestFacts, trustedHops: number): Finding[] {
  if (proxyHeaders.length > 0 && trustedHops === 0) {
    return [
      trouble(
        'TRUST_PROXY',
        `is 0, but a proxy is in front (${proxyHeaders.join(', ')}): set it to the number of proxies, so that limits count people and not the proxy.`,
      ),
    ]
  }
  if (trustedHops > 0 && !proxyHeaders.includes('x-forwarded-for')) {
    return [
      trouble(
        'TRUST_PROXY',
        `is ${trustedHops}, but no X-Forwarded-For arrives: let the proxy send it, or set TRUST_PROXY=0 where there is no proxy, since callers could forge their address.`,
      ),
    ]
  }
  return []
}
