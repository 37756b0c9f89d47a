/// <reference path="./mailauth.d.ts" />
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js'
import { areAligned } from './alignment.ts'
import type { Resolve } from './bounded-resolver.ts'
import { checkResult } from './check-result.ts'
import type { DmarcPolicy, DmarcResult } from './sender-authentication.ts'

/** The domains that passed; each may belong to the From domain. */
export type Passed = { dkim: readonly string[]; spf: string | null }

type DmarcOptions = Parameters<typeof evaluateDmarc>[0]

const NONE: Passed = { dkim: [], spf: null }

/** `aligned`: those domains that are aligned with the From domain. */
export type Dmarc = { fact: DmarcResult; aligned: Passed }

/**
 * DMARC (RFC 9989): the policy of the From domain, and who is aligned with it. A record says more about alignment than the
 * public suffix list does (`adkim=s`, `psd=n`), but the tree walk alone would make one organisation of all that
 * share a hosting service that has a record. So both must agree; without a record only the list decides.
 */
export async function evaluatePolicy(
  passed: Passed,
  { fromDomain, resolve }: { fromDomain: string; resolve: Resolve },
): Promise<Dmarc> {
  if (fromDomain === '') return { fact: { result: 'not_checked', policy: null, publishedBy: null }, aligned: NONE }
  const listed = onlyAligned(passed, it => areAligned(it, fromDomain))
  const { response, dkimAligned } = await evaluateDmarc({
    headerFrom: `sender@${fromDomain}`,
    dkimDomains: listed.dkim.map(domain => ({ domain })),
    spfDomains: listed.spf === null ? [] : [listed.spf],
    resolver: resolve as DmarcOptions['resolver'],
    strict: true,
  })
  if (!response) return { fact: { result: 'none', policy: null, publishedBy: null }, aligned: listed }
  const result = checkResult(response.status.result)
  const fact = { result, policy: policyOf(response.policy), publishedBy: response.policyDomain ?? null }
  if (result === 'none') return { fact, aligned: listed }
  // Without the record its strictness is unknown: only the same domain is certainly aligned.
  if (!response.alignment) return { fact, aligned: onlyAligned(listed, it => it === fromDomain) }
  const spf = response.alignment.spf.result ? listed.spf : null
  return { fact, aligned: { dkim: listed.dkim.filter(it => dkimAligned?.has(it)), spf } }
}

const onlyAligned = ({ dkim, spf }: Passed, isAligned: (domain: string) => boolean): Passed => ({
  dkim: dkim.filter(isAligned),
  spf: spf !== null && isAligned(spf) ? spf : null,
})

const policyOf = (word: string | undefined): DmarcPolicy | null =>
  word === 'none' || word === 'quarantine' || word === 'reject' ? word : null
