import { setTimeout as pause } from 'node:timers/promises'
import type { Kernel } from '../kernel/kernel.ts'
import { type MailAccount, smtpAccountOf } from '../mailboxes/accounts.ts'
import { reachPoint } from '../mailboxes/crash-points.ts'
import { type ClaimedMail, claimDueMails } from './claim.ts'
import { type DeliveryReport, resultsOf } from './delivery-report.ts'
import { type Parcel, type Part, parcelOf, partsOf } from './parcels.ts'
import { type Afterwards, recordDelivery } from './record.ts'

/**
 * Hands a parcel to a server. `account` is the mailbox's own; without one the desk's server is meant. Never throws: what
 * goes wrong is in the report. Every wait inside has a time-out.
 */
export type HandOver = (parcel: Parcel, account: MailAccount | null) => Promise<DeliveryReport>

export const maxAtOnce = 4

/** Sends what is due now, at most `maxAtOnce` mails; returns how many. */
export async function sendDueMails(desk: Kernel, handOver: HandOver, isStopping = never): Promise<number> {
  const sends = await beginDueMails(desk, handOver, maxAtOnce, isStopping)
  for (const result of await Promise.allSettled(sends)) if (result.status === 'rejected') throw result.reason
  return sends.length
}

const never = () => false

/**
 * Begins to send what is due now, at most `limit` mails. No network is used inside a transaction. Once `isStopping` says
 * so, no further recipient is begun.
 */
export async function beginDueMails(
  desk: Kernel,
  handOver: HandOver,
  limit: number,
  isStopping: () => boolean = never,
): Promise<Promise<void>[]> {
  const mails = await claimDueMails(desk, limit)
  if (mails.length > 0) reachPoint('mail claimed')
  return mails.map(mail => send(desk, mail, handOver, isStopping))
}

/** Part by part, each written down before the next leaves: a process that dies has at most one in its hands. */
async function send(desk: Kernel, mail: ClaimedMail, handOver: HandOver, isStopping: () => boolean): Promise<void> {
  const parts = await partsOf(desk, mail)
  // Nobody waits any more: the mail is settled all the same.
  if (parts.length === 0) await recordPatiently(desk, mail, nobodyLeft, 'ended')
  let isAnyPutOff = false
  for (const [at, part] of parts.entries()) {
    const report = await attempt(desk, mail, part, handOver)
    reachPoint('mail answered')
    const isServerAway = report.kind === 'refused' && report.isServerAway === true
    const isLast = at === parts.length - 1 || isServerAway
    const about = isServerAway ? parts.slice(at).flatMap(it => it.addresses) : part.addresses
    isAnyPutOff ||= isPutOff(report, about)
    const then = isLast ? afterLast(mail, isAnyPutOff) : isStopping() ? 'handedOn' : 'goesOn'
    const isOurs = await recordPatiently(desk, { ...mail, waitingFor: about }, report, then)
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
  desk: Kernel,
  mail: ClaimedMail,
  report: DeliveryReport,
  then: Afterwards,
): Promise<boolean> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await recordDelivery(desk, mail, report, then)
    } catch (error) {
      if (tried === recordTries) throw error
      desk.log.warn({ err: error, mailId: mail.id }, 'what came of a mail could not be written down yet')
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

async function attempt(desk: Kernel, mail: ClaimedMail, part: Part, handOver: HandOver): Promise<DeliveryReport> {
  if (!mail.blobKey) return bytesGone
  let isServerAway = false
  let isOwnWords = true
  try {
    const raw = await desk.blobs.read(mail.blobKey)
    isServerAway = true
    const account = await smtpAccountOf(desk, mail.mailboxId)
    const { parcel, onTheLine } = parcelOf(mail, part, raw)
    isOwnWords = false
    return asWritten(await handOver(parcel, account), onTheLine)
  } catch (error) {
    desk.log.error({ err: error, mailId: mail.id }, 'a mail could not be handed over')
    const reason = error instanceof Error ? error.message : String(error)
    return {
      kind: 'refused',
      isPermanent: false,
      isServerAway,
      isOwnWords,
      response: `Not handed to a server: ${reason}`,
    }
  }
}

/** The report about the addresses as the outbox knows them. */
function asWritten(report: DeliveryReport, onTheLine: ReadonlyMap<string, string>): DeliveryReport {
  if ((report.kind !== 'answered' && report.kind !== 'unknown') || !report.refused) return report
  const refused = report.refused.map(it => ({ ...it, address: onTheLine.get(it.address) ?? it.address }))
  return { ...report, refused }
}
