import { setTimeout as pause } from 'node:timers/promises'
import type { Kernel } from '../kernel/kernel.ts'
import { type MailAccount, smtpAccountOf } from '../mailboxes/accounts.ts'
import { reachPoint } from '../mailboxes/crash-points.ts'
import { type ClaimedMail, claimDueMails } from './claim.ts'
import { type DeliveryReport, isSenderRefused, isServerAway, resultsOf } from './delivery-report.ts'
import { type OutgoingCopy, outgoingCopyOf, type RecipientGroup, recipientGroupsOf } from './outgoing-copies.ts'
import { type Afterwards, recordDelivery } from './record.ts'
import { recordSignedSender, senderState } from './signed-senders.ts'

/**
 * Hands a copy to a server. `account` is the mailbox's own; without one the desk's server is meant. Never throws: what
 * goes wrong is in the report. Every wait inside has a time-out. `mailEnds`: other copies of the mail may follow until then.
 */
export type HandOver = (
  copy: OutgoingCopy,
  account: MailAccount | null,
  mailEnds?: AbortSignal,
) => Promise<DeliveryReport>

export const maxAtOnce = 4

/** Sends what is due now, at most `maxAtOnce` mails; returns how many. */
export async function sendDueMails(kernel: Kernel, handOver: HandOver, isStopping = never): Promise<number> {
  const sends = await startDueMails(kernel, handOver, maxAtOnce, isStopping)
  for (const result of await Promise.allSettled(sends)) if (result.status === 'rejected') throw result.reason
  return sends.length
}

const never = () => false

/**
 * Begins to send what is due now, at most `limit` mails. No network is used inside a transaction. Once `isStopping` says
 * so, no further recipient is begun.
 */
export async function startDueMails(
  kernel: Kernel,
  handOver: HandOver,
  limit: number,
  isStopping: () => boolean = never,
): Promise<Promise<void>[]> {
  const mails = await claimDueMails(kernel, limit)
  if (mails.length > 0) reachPoint('mail claimed')
  return mails.map(mail => send(kernel, mail, handOver, isStopping))
}

async function send(kernel: Kernel, mail: ClaimedMail, handOver: HandOver, isStopping: () => boolean): Promise<void> {
  const mailEnds = new AbortController()
  const carry: HandOver = (copy, account) => handOver(copy, account, mailEnds.signal)
  try {
    await sendParts(kernel, mail, carry, isStopping)
  } finally {
    mailEnds.abort()
  }
}

/** Sends one copy after the other and records each before the next one leaves: a process that dies leaves at most one in doubt. */
async function sendParts(
  kernel: Kernel,
  mail: ClaimedMail,
  handOver: HandOver,
  isStopping: () => boolean,
): Promise<void> {
  const groups = await recipientGroupsOf(kernel, mail)
  // Nobody waits any more: the mail is settled all the same.
  if (groups.length === 0) return void (await recordPatiently(kernel, mail, nobodyLeft, 'ended'))
  const load = await loadMail(kernel, mail)
  let isAnyPutOff = false
  for (const [at, group] of groups.entries()) {
    const report = 'kind' in load ? load : await attempt(kernel, mail, load, group, handOver)
    reachPoint('mail answered')
    const isLast = at === groups.length - 1 || isServerAway(report)
    const about = isServerAway(report) ? groups.slice(at).flatMap(it => it.addresses) : group.addresses
    isAnyPutOff ||= isPutOff(report, about)
    const then = isLast ? afterLast(mail, isAnyPutOff) : isStopping() ? 'handedOn' : 'goesOn'
    const isOurs = await recordPatiently(kernel, { ...mail, waitingFor: about }, report, then)
    if (then !== 'goesOn' || !isOurs) return
  }
}

/** The others go as soon as there is room; with them the mail would come back too early to whom it was put off. */
const afterLast = ({ hasMore }: ClaimedMail, isAnyPutOff: boolean): Afterwards =>
  hasMore && !isAnyPutOff ? 'handedOn' : 'ended'

const isPutOff = (report: DeliveryReport, addresses: string[]): boolean =>
  report.kind !== 'caught' &&
  resultsOf(report, addresses).some(({ status }) => status === 'queued' || status === 'unknown')

const nobodyLeft: DeliveryReport = { kind: 'answered', accepted: [], refused: [], response: '' }

const recordTries = 7

/** The mail has left: a database that is away for a moment must not make it leave again. */
async function recordPatiently(
  kernel: Kernel,
  mail: ClaimedMail,
  report: DeliveryReport,
  then: Afterwards,
): Promise<boolean> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await recordDelivery(kernel, mail, report, then)
    } catch (error) {
      if (tried === recordTries) throw error
      kernel.log.warn({ err: error, mailId: mail.id }, 'what came of a mail could not be written down yet')
      await pause(500 * 2 ** (tried - 1))
    }
  }
}

const bytesGone: DeliveryReport = {
  kind: 'refused',
  isPermanent: true,
  isOwnWords: true,
  response: 'The bytes of this mail are gone.',
}

type Load = { raw: Buffer; account: MailAccount | null }

/** Bytes and account, once for all recipients; why they cannot be had otherwise. */
async function loadMail(kernel: Kernel, mail: ClaimedMail): Promise<Load | DeliveryReport> {
  if (!mail.blobKey) return bytesGone
  let isServerAway = false
  try {
    const raw = await kernel.blobs.read(mail.blobKey)
    // Without an account no other mail of the mailbox can leave either.
    isServerAway = true
    return { raw, account: await smtpAccountOf(kernel, mail.mailboxId) }
  } catch (error) {
    return notHandedOver(kernel, mail, error, { isServerAway, isOwnWords: true })
  }
}

async function attempt(
  kernel: Kernel,
  mail: ClaimedMail,
  { raw, account }: Load,
  group: RecipientGroup,
  handOver: HandOver,
): Promise<DeliveryReport> {
  try {
    const { copy, plainFrom, onTheLine } = outgoingCopyOf(mail, group, raw)
    const carry = (from: string) => handOver({ ...copy, from }, account)
    return asWritten(
      await fromSender(kernel, mail.mailboxId, { signed: copy.from, plain: plainFrom }, carry),
      onTheLine,
    )
  } catch (error) {
    return notHandedOver(kernel, mail, error, { isServerAway: true, isOwnWords: false })
  }
}

/** From the signed sender, or at once from the plain one where the server refuses the other and for a day after. */
async function fromSender(
  kernel: Kernel,
  mailboxId: string,
  { signed, plain }: { signed: string; plain: string },
  carry: (from: string) => Promise<DeliveryReport>,
): Promise<DeliveryReport> {
  if (signed === plain) return carry(plain)
  const { isRemembered, usesPlain } = await senderState(kernel, mailboxId)
  if (usesPlain) return carry(plain)
  const report = await carry(signed)
  const isRefused = isSenderRefused(report)
  const last = isRefused ? await carry(plain) : report
  const isNews = isRefused || isRemembered
  if (isNews && isTaken(last)) await recordSignedSender(kernel, mailboxId, isRefused).catch(logged(kernel, mailboxId))
  return last
}

const isTaken = (report: DeliveryReport) => report.kind === 'answered' && report.accepted.length > 0

/** The mail has left: what we remember of the server must not make it leave again. */
const logged = (kernel: Kernel, mailboxId: string) => (error: unknown) =>
  kernel.log.warn({ err: error, mailboxId }, 'how the server takes signed senders was not written down')

type Failed = { isServerAway: boolean; isOwnWords: boolean }

function notHandedOver(kernel: Kernel, mail: ClaimedMail, error: unknown, failed: Failed): DeliveryReport {
  kernel.log.error({ err: error, mailId: mail.id }, 'a mail could not be handed over')
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'refused', isPermanent: false, ...failed, response: `Not handed to a server: ${reason}` }
}

/** The report about the addresses as the outbox knows them. */
function asWritten(report: DeliveryReport, onTheLine: ReadonlyMap<string, string>): DeliveryReport {
  if ((report.kind !== 'answered' && report.kind !== 'unknown') || !report.refused) return report
  const refused = report.refused.map(it => ({ ...it, address: onTheLine.get(it.address) ?? it.address }))
  return { ...report, refused }
}
