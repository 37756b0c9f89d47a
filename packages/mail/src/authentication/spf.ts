/// <reference path="./mailauth.d.ts" />
import { spf } from 'mailauth/lib/spf/index.js'
import { areAligned, asciiDomain, domainOfAddress } from './alignment.ts'
import type { Resolve } from './bounded-resolver.ts'
import { checkResult } from './check-result.ts'
import type { Client } from './delivery-path.ts'
import type { SpfResult } from './sender-authentication.ts'

export type SpfContext = { fromDomain: string; resolve: Resolve; timeoutMs: number }

/**
 * SPF if it is relevant for the sender: a client from outside, and an envelope of the From domain. For any other
 * envelope there is no DNS query, because the mail chooses that name, and no answer could change the verdict.
 */
export async function askSpf(
  { client, envelopeFrom }: { client: Client; envelopeFrom: string | null },
  { fromDomain, resolve, timeoutMs }: SpfContext,
): Promise<SpfResult> {
  if (client === null || envelopeFrom === null) {
    return { domain: '', result: 'not_checked', reason: 'The mail came from a server that is trusted.' }
  }
  const domain = spfDomainOf(client, envelopeFrom)
  if (areAligned(domain, fromDomain)) return checkSpf({ client, envelopeFrom }, resolve, timeoutMs)
  return { domain, result: 'not_checked', reason: 'The envelope is of another domain.' }
}

/** For an empty envelope SPF checks the name of the client (RFC 7208, section 2.4). */
const spfDomainOf = (client: NonNullable<Client>, envelopeFrom: string) =>
  envelopeFrom === '' ? asciiDomain(client.name) : domainOfAddress(envelopeFrom)

/** mailauth reads the domain itself, so it gets the compared one, and only as much of the local part as macros use. */
const senderFor = (domain: string, envelopeFrom: string) => {
  if (domain === '' || envelopeFrom === '') return envelopeFrom.slice(0, 320)
  return `${envelopeFrom.slice(0, envelopeFrom.lastIndexOf('@')).slice(0, 64)}@${domain}`
}

type SpfOptions = Parameters<typeof spf>[0]

/** May this client send for the domain of the envelope? With the limits of RFC 7208, section 4.6.4. */
export async function checkSpf(
  { client, envelopeFrom }: { client: NonNullable<Client>; envelopeFrom: string },
  resolve: Resolve,
  timeoutMs: number,
): Promise<SpfResult> {
  const domain = spfDomainOf(client, envelopeFrom)
  try {
    const { status } = await spf({
      ip: client.address,
      helo: client.name.slice(0, 255),
      sender: senderFor(domain, envelopeFrom),
      mta: 'gotrs',
      resolver: resolve as SpfOptions['resolver'],
      maxElapsedTime: timeoutMs,
      strict: true,
    })
    return { domain, result: checkResult(status.result), reason: null }
  } catch {
    return { domain, result: 'permerror', reason: 'The record cannot be evaluated.' }
  }
}

/** Does it have a record? */
export async function publishesSpf(domain: string, resolve: Resolve): Promise<boolean> {
  if (domain === '') return false
  const rows = await resolve(domain, 'TXT').catch(() => [])
  return Array.isArray(rows) && rows.some(row => /^v=spf1(?: |$)/i.test([row].flat().join('')))
}
