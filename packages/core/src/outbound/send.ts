import { setTimeout as pause } from 'node:timers/promises'
import type { Kernel } from '../kernel/kernel.ts'
import { type MailAccount, openSmtpAccount } from '../mailboxes/accounts.ts'
import { reachPoint } from '../mailboxes/crash-points.ts'
import { claimDueMails } from './claim.ts'
import type { ClaimedMail } from './claimed-mail.ts'
import { type DeliveryReport, isSenderRefused, isServerUnavailable, resultsOf } from './delivery-report.ts'
import { type OutgoingCopy, outgoingCopyOf, type RecipientGroup, recipientGroupsOf } from './outgoing-copies.ts'
import { type Afterwards, type RecordedPart, recordDelivery } from './record.ts'
import { recordSignedSender, senderState } from './signed-senders.ts'

/**
 * Sends a copy to a server. `account` is the mailbox's own; without one the desk's server is meant. Never throws:
 * errors are in the report. Every wait inside has a time-out. `mailEnds`: other copies of the mail may follow until
 * then.
 */
export type SendCopy = (
  copy: OutgoingCopy,
  account: MailAccount | null,
  mailEnds?: AbortSignal,
) => Promise<DeliveryReport>

export const maxAtOnce = 4

/** Sends the mails that are due, at most `maxAtOnce`. @returns how many */
export async function sendDueMails(kernel: Kernel, sendCopy: SendCopy, isStopping = never): Promise<number> {
  const sends = await startDueMails(kernel, sendCopy, maxAtOnce, isStopping)
  for (const result of await Promise.allSettled(sends)) if (result.status === 'rejected') throw result.reason
  return sends.length
}

const never = () => false

/**
 * Begins to send the mails that are due, at most `limit`. No network is used inside a transaction. When `isStopping`
 * returns true, it starts no further recipient.
 */
export async function startDueMails(
  kernel: Kernel,
  sendCopy: SendCopy,
  limit: number,
  isStopping: () => boolean = never,
): Promise<Promise<void>[]> {
  const mails = await claimDueMails(kernel, limit)
  if (mails.length > 0) reachPoint('mail claimed')
  return mails.map(mail => send(kernel, mail, sendCopy, isStopping))
}

async function send(kernel: Kernel, mail: ClaimedMail, sendCopy: SendCopy, isStopping: () => boolean): Promise<void> {
  const mailEnds = new AbortController()
  const sendItsCopy: SendCopy = (copy, account) => sendCopy(copy, account, mailEnds.signal)
  try {
    await sendParts(kernel, mail, sendItsCopy, isStopping)
  } finally {
    mailEnds.abort()
  }
}

/** Sends one copy after the other and records each before the next one leaves: a process that dies leaves at most one in doubt. */
async function sendParts(
  kernel: Kernel,
  mail: ClaimedMail,
  sendCopy: SendCopy,
  isStopping: () => boolean,
): Promise<void> {
  const groups = recipientGroupsOf(mail)
  // No recipient is waiting: record the end of the mail anyway.
  if (groups.length === 0) return void (await recordPatiently(kernel, mail, nobodyLeft, { next: 'ended', of: [] }))
  const load = await loadMail(kernel, mail)
  let isAnyPutOff = false
  for (const [at, group] of groups.entries()) {
    const report = 'kind' in load ? load : await attempt(kernel, mail, load, group, sendCopy)
    reachPoint('mail answered')
    const isLast = at === groups.length - 1 || isServerUnavailable(report)
    const of = isServerUnavailable(report) ? groups.slice(at).flatMap(it => it.addresses) : group.addresses
    isAnyPutOff ||= isPutOff(report, of)
    const next = isLast ? afterLast(mail, isAnyPutOff) : isStopping() ? 'released' : 'continues'
    const isOurs = await recordPatiently(kernel, mail, report, { next, of })
    if (next !== 'continues' || !isOurs) return
  }
}

/** The others go as soon as there is room; with them the mail would come back too early to whom it was put off. */
const afterLast = ({ hasMore }: ClaimedMail, isAnyPutOff: boolean): Afterwards =>
  hasMore && !isAnyPutOff ? 'released' : 'ended'

const isPutOff = (report: DeliveryReport, addresses: string[]): boolean =>
  report.kind !== 'caught' &&
  resultsOf(report, addresses).some(({ status }) => status === 'queued' || status === 'unknown')

const nobodyLeft: DeliveryReport = { kind: 'answered', accepted: [], refused: [], response: '' }

const recordTries = 7

/** The mail was sent: an unavailable database must not make the desk send it again. */
async function recordPatiently(
  kernel: Kernel,
  mail: ClaimedMail,
  report: DeliveryReport,
  part: RecordedPart,
): Promise<boolean> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await recordDelivery(kernel, mail, report, part)
    } catch (error) {
      if (tried === recordTries) throw error
      kernel.log.warn({ err: error, mailId: mail.id }, 'the result of an attempt could not be recorded yet')
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

/** Bytes and account, once for all recipients; a report if the bytes cannot be read. */
async function loadMail(kernel: Kernel, mail: ClaimedMail): Promise<Load | DeliveryReport> {
  if (!mail.blobKey) return bytesGone
  try {
    const raw = await kernel.blobs.read(mail.blobKey)
    return { raw, account: openSmtpAccount(kernel, mail.mailboxId, mail.smtp) }
  } catch (error) {
    return notSent(kernel, mail, error, { isServerUnavailable: false, isOwnWords: true })
  }
}

async function attempt(
  kernel: Kernel,
  mail: ClaimedMail,
  { raw, account }: Load,
  group: RecipientGroup,
  sendCopy: SendCopy,
): Promise<DeliveryReport> {
  try {
    const { copy, plainFrom, onTheLine } = outgoingCopyOf(mail, group, raw)
    const sendFrom = (from: string) => sendCopy({ ...copy, from }, account)
    return asWritten(await sendFromEither(kernel, mail, { signed: copy.from, plain: plainFrom }, sendFrom), onTheLine)
  } catch (error) {
    return notSent(kernel, mail, error, { isServerUnavailable: true, isOwnWords: false })
  }
}

/** From the signed sender. If the server rejects that, from the plain one, at once and for the next day. */
async function sendFromEither(
  kernel: Kernel,
  mail: ClaimedMail,
  { signed, plain }: { signed: string; plain: string },
  sendFrom: (from: string) => Promise<DeliveryReport>,
): Promise<DeliveryReport> {
  if (signed === plain) return sendFrom(plain)
  const { isRemembered, usesPlain } = senderState(mail.refusesSignedSendersSince, kernel.now())
  if (usesPlain) return sendFrom(plain)
  const report = await sendFrom(signed)
  const isRefused = isSenderRefused(report)
  const last = isRefused ? await sendFrom(plain) : report
  const isNews = isRefused || isRemembered
  if (isNews && isTaken(last)) await remember(kernel, mail, isRefused)
  return last
}

/** For the other copies of the mail, and for all later mails. */
async function remember(kernel: Kernel, mail: ClaimedMail, isRefused: boolean): Promise<void> {
  mail.refusesSignedSendersSince = isRefused ? kernel.now() : null
  await recordSignedSender(kernel, mail.mailboxId, isRefused).catch(logged(kernel, mail.mailboxId))
}

const isTaken = (report: DeliveryReport) => report.kind === 'answered' && report.accepted.length > 0

/** The mail was sent: an error here must not make the desk send it again. */
const logged = (kernel: Kernel, mailboxId: string) => (error: unknown) =>
  kernel.log.warn({ err: error, mailboxId }, 'how the server takes signed senders was not recorded')

type Failed = { isServerUnavailable: boolean; isOwnWords: boolean }

function notSent(kernel: Kernel, mail: ClaimedMail, error: unknown, failed: Failed): DeliveryReport {
  kernel.log.error({ err: error, mailId: mail.id }, 'a mail could not be sent')
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'refused', isPermanent: false, ...failed, response: `Not sent to a server: ${reason}` }
}

/** The report with the addresses of the outbox. */
function asWritten(report: DeliveryReport, onTheLine: ReadonlyMap<string, string>): DeliveryReport {
  if ((report.kind !== 'answered' && report.kind !== 'unknown') || !report.refused) return report
  const refused = report.refused.map(it => ({ ...it, address: onTheLine.get(it.address) ?? it.address }))
  return { ...report, refused }
}
