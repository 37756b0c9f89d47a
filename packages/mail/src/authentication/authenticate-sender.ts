import { areAligned, domainOfAddress } from './alignment.ts'
import { boundedResolver, type Resolve } from './bounded-resolver.ts'
import { type Client, readDeliveryPath } from './delivery-path.ts'
import { evaluatePolicy } from './dmarc.ts'
import { isKnownKey, type KnownKeys, rememberKeys } from './known-keys.ts'
import type { MailBytes } from './mail-bytes.ts'
import { readHead } from './mail-head.ts'
import { readSignatures } from './read-signatures.ts'
import type { DkimResult, SenderAuthentication } from './sender-authentication.ts'
import { isShownSender } from './shown-sender.ts'
import { areRecipientsSigned, isListSigned } from './signed-recipients.ts'
import { askSpf, publishesSpf } from './spf.ts'
import { decideVerdict } from './verdict.ts'

export type MailToAuthenticate = {
  bytes: MailBytes
  /** The address that the desk shows, and that the verdict is about. */
  fromAddress: string | null
  fromIsAmbiguous: boolean
  /** `''` for the empty sender of automatic mail; null if unknown. */
  envelopeFrom: string | null
  client: Client
  /** The name of the server whose Authentication-Results count; `''` for none. */
  pinnedAuthservId: string
}

/** `knownKeys`: shared by all mails; the check adds to it. Without it every key is unknown. */
export type AuthenticationOptions = { resolve: Resolve; timeoutMs: number; now: Date; knownKeys?: KnownKeys }

/**
 * The verdict on the From address of a mail, by what the mail and DNS prove. It never throws: what cannot
 * be read proves nothing. All DNS queries together take at most `timeoutMs`. docs/mail-authentication.md has the rules.
 */
export async function authenticateSender(
  mail: MailToAuthenticate,
  options: AuthenticationOptions,
): Promise<SenderAuthentication> {
  const dns = boundedResolver(options.resolve, options.timeoutMs)
  try {
    return await authenticate(mail, options, dns.resolve)
  } finally {
    dns.close()
  }
}

async function authenticate(
  mail: MailToAuthenticate,
  options: AuthenticationOptions,
  resolve: Resolve,
): Promise<SenderAuthentication> {
  const { now, knownKeys = new Set() } = options
  const head = readHead(mail.bytes.head)
  const shown = domainOfAddress(mail.fromAddress ?? '')
  const isOther = head !== null && mail.fromAddress !== null && !isShownSender(head, mail.fromAddress)
  const isAmbiguous = mail.fromIsAmbiguous || isOther
  const context = {
    fromDomain: isAmbiguous ? '' : shown,
    authservId: mail.pinnedAuthservId.trim().toLowerCase(),
    resolve,
  }
  // The sender's own domain first, so that no query that the mail chooses can use up its time.
  const policy = evaluatePolicy({ dkim: [], spf: null }, context)
  const signing = readSignatures(mail.bytes, head, { ...context, now })
  const { isStranger, pinned, facts } = await readDeliveryPath(mail.client, head, context)
  const spfClient = isStranger ? mail.client : null
  const [spf, hasSpf, { dkim, coverage, arc, sealed }] = await Promise.all([
    askSpf({ client: spfClient, envelopeFrom: mail.envelopeFrom }, { ...context, timeoutMs: options.timeoutMs }),
    spfClient !== null && publishesSpf(context.fromDomain, resolve),
    signing,
  ])
  const { publishedBy } = (await policy).fact
  const dmarc = await evaluatePolicy({ dkim: passing(dkim), spf: spf.result === 'pass' ? spf.domain : null }, context)
  const isKeyMissing = dkim.some(it => it.result === 'temperror' && isKnownKey(knownKeys, it))
  const isProofMissing = isKeyMissing || (spf.result === 'temperror' && spf.domain === shown)
  rememberKeys(knownKeys, dkim)
  const evidence = {
    fromDomain: shown,
    isAmbiguous,
    dkim,
    spf,
    dmarc,
    arc: { fact: arc, sealed },
    pinned,
    coverage,
    isProofMissing,
  }
  const decided = decideVerdict(evidence)
  return {
    ...decided,
    areRecipientsSigned: decided.verdict === 'authenticated' && areRecipientsSigned(evidence),
    isListSigned: decided.verdict === 'authenticated' && isListSigned(evidence),
    isEnvelopeAligned: mail.envelopeFrom === null ? null : areAligned(domainOfAddress(mail.envelopeFrom), shown),
    isAuthenticable: publishedBy !== null || hasSpf || passing(dkim).length > 0 || (pinned?.hasChecked ?? false),
    results: { dkim, spf, dmarc: dmarc.fact, arc, pinned: facts },
  }
}

const passing = (results: DkimResult[]) => [...new Set(results.filter(it => it.result === 'pass').map(it => it.domain))]
