/// <reference path="./mailauth.d.ts" />
import type { SignatureResult } from 'mailauth/lib/dkim/dkim-verifier.js'
import { asciiDomain } from './alignment.ts'
import type { BodyForm } from './body-form.ts'
import { checkResult } from './check-result.ts'
import type { MailHead } from './mail-head.ts'
import type { DkimResult } from './sender-authentication.ts'
import { LIST_FIELDS, RECIPIENT_FIELDS, refusalOf, unsignedFields } from './signed-fields.ts'

export const OF_ANOTHER = 'It cannot speak for the sender.'
const MAX_FACTS = 10

/** What the signatures of the sender's domain cover, valid or not. */
export type Coverage = {
  /** Why one of them does not prove what the desk shows, so that no result of another server about it counts; null if all do. */
  refusal: string | null
  /** The domains whose signature counts, and covers all recipients. */
  recipientsSignedBy: string[]
  /** At least one does not cover all recipients. */
  leavesRecipients: boolean
  /** The domains whose signature counts, and covers what a list says of the writer. */
  listSignedBy: string[]
}

type Judged = { fact: DkimResult; refusal: string | null; coversRecipients: boolean; coversList: boolean }

/** `refusal`: why all of them are ineffective. */
export function judgeSignatures(
  results: SignatureResult[],
  { head, form, refusal }: { head: MailHead; form: BodyForm; refusal: string | null },
): { dkim: DkimResult[]; coverage: Coverage } {
  const judged = results.filter(it => it.signingDomain !== undefined).map(it => verdictOn(it, head, form, refusal))
  const own = judged.filter(it => it.fact.result !== 'not_checked')
  const covering = own.filter(it => it.fact.result === 'pass' && it.coversRecipients)
  return {
    dkim: mostImportant(judged.map(it => it.fact)),
    coverage: {
      refusal: refusal ?? own.find(it => it.refusal !== null)?.refusal ?? null,
      recipientsSignedBy: covering.map(it => it.fact.domain),
      leavesRecipients: own.some(it => !it.coversRecipients),
      listSignedBy: own.filter(it => it.fact.result === 'pass' && it.coversList).map(it => it.fact.domain),
    },
  }
}

function verdictOn(result: SignatureResult, { fields }: MailHead, form: BodyForm, refusalOfAll: string | null): Judged {
  const fact = factOf(result)
  if (fact.result === 'not_checked') return { fact, refusal: null, coversRecipients: true, coversList: true }
  // A signature that is not verified covers nothing.
  if (!result.signingHeaders)
    return { fact, refusal: refusalOfAll ?? fact.reason, coversRecipients: false, coversList: false }
  const signed = result.signingHeaders.keys.toLowerCase().split(': ')
  const coversRecipients = unsignedFields(fields, signed, RECIPIENT_FIELDS).length === 0
  const coversList = unsignedFields(fields, signed, LIST_FIELDS).length === 0
  const refusal = refusalOfAll ?? refusalOf(fields, signed, form)
  // RFC 8601, section 2.7.1: possibly valid, but not acceptable here.
  const isRefused = refusal !== null && fact.result !== 'fail'
  const judged = isRefused ? { ...fact, result: 'policy' as const, reason: refusal } : fact
  return { fact: judged, refusal, coversRecipients, coversList }
}

/** Relevant signatures first, so that many others cannot hide them. */
function mostImportant(facts: DkimResult[]): DkimResult[] {
  const weight = (it: DkimResult) => (it.result === 'pass' ? 0 : it.result === 'not_checked' ? 2 : 1)
  return facts.toSorted((one, other) => weight(one) - weight(other)).slice(0, MAX_FACTS)
}

function factOf({ signingDomain = '', selector = '', status }: SignatureResult): DkimResult {
  const at = { domain: asciiDomain(signingDomain), selector: selector.slice(0, 63) }
  if (status.comment === OF_ANOTHER) return { ...at, result: 'not_checked', reason: OF_ANOTHER }
  // "Verifiers MUST NOT treat messages from Signers in testing mode differently from unsigned email" (section 3.6.1).
  if (status.testing) return { ...at, result: 'none', reason: 'The domain is only testing its key (t=y).' }
  return { ...at, result: checkResult(status.result), reason: status.comment ? status.comment.slice(0, 200) : null }
}
