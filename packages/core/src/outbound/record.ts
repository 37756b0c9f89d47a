import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { runAsStatement } from '../kernel/run-as-statement.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { delayAfter, giveUpMs } from './back-off.ts'
import { type ClaimedMail, leaseMs } from './claimed-mail.ts'
import { type DeliveryReport, resultsOf } from './delivery-report.ts'
import { hideServerText } from './hide-server-text.ts'
import {
  type AttemptedMail,
  lockAttemptedMail,
  type StoredResult,
  storeAttempt,
  storeWholeAttempt,
} from './record-statements.ts'
import { recordServerUnavailable } from './server-unavailable.ts'

type Status = AttemptedMail['recipients'][number]['status']

/**
 * What happens to the mail after some of its recipients. `ended`: it waits until it is due for the recipients it did not
 * reach. `continues`: the same sender continues with the other recipients and keeps the lease. `released`: this sender
 * cannot continue; the mail is due at once for another one.
 */
export type Afterwards = 'ended' | 'continues' | 'released'

/** `of`: whom the report is about. */
export type RecordedPart = { next: Afterwards; of: string[] }

/**
 * Records the result of an attempt: for each recipient, in the server's words, and as an event on the ticket when it is
 * final. False when another sender holds the mail by now: nothing was written, and this sender must not send any more.
 */
export async function recordDelivery(
  kernel: Kernel,
  mail: ClaimedMail,
  given: DeliveryReport,
  part: RecordedPart = { next: 'ended', of: mail.waitingFor.map(it => it.address) },
): Promise<boolean> {
  const report = mail.isSecret ? hideServerText(given) : given
  if (await recordSent(kernel, mail, report, part)) return true
  return kernel.run(systemActor('mail'), uow => record(uow, mail, report, part), { cause: causeOf(mail) })
}

const causeOf = ({ id }: ClaimedMail) => [`outbound:${id}`]

/**
 * Nearly every attempt: all who wait get the mail. One statement records that; false where it is otherwise, or where something
 * has changed since the claim.
 */
async function recordSent(kernel: Kernel, mail: ClaimedMail, report: DeliveryReport, part: RecordedPart) {
  const isWhole = part.next === 'ended' && !mail.hasMore && part.of.length === mail.waitingFor.length
  if (mail.isSecret || !isWhole || part.of.length === 0) return false
  const results = givenResults(report, part)
  const settled: Status = report.kind === 'caught' ? 'caught' : 'sent'
  if (results.some(it => it.status !== settled)) return false
  const now = kernel.now()
  const times = { leasedUntil: null, nextAttemptAt: null }
  const isTaken = settled === 'sent'
  const attempt = { ...times, results, settled, isTaken, isGone: false, hasAnswered: hasAnswered(report, part) }
  const change = storeWholeAttempt(mail, now, attempt)
  return runAsStatement(kernel, systemActor('mail'), { change, now, cause: causeOf(mail) }, ({ emit }) => {
    const payload = { mailId: mail.id, messageId: mail.messageId }
    emit(settled === 'caught' ? 'mail.caught' : 'mail.delivered', payload, mail.ticketId)
  })
}

async function record(uow: UnitOfWork, mail: ClaimedMail, report: DeliveryReport, part: RecordedPart) {
  const locked = await lockAttemptedMail(uow.db, mail.id)
  // The lease ended, and somebody else has claimed the mail since: it stays theirs.
  if (locked?.attempts !== mail.attempts) return false
  const results = newResults(uow, mail, locked, report, part)
  const settled = part.next === 'continues' ? null : settledStatus(locked, results)
  if (report.kind === 'refused' && report.isServerUnavailable)
    await recordServerUnavailable(uow, mail.mailboxId, report.response)
  const isTaken = report.kind === 'answered' && resultsOf(report, part.of).some(it => it.status === 'sent')
  const isGone = mail.isSecret && (settled === 'sent' || settled === 'failed')
  const attempt = { ...timesAfter(uow, mail, settled, part.next), results, settled, isTaken, isGone }
  uow.changeLast(storeAttempt(mail, uow.now, { ...attempt, hasAnswered: hasAnswered(report, part) }))
  emitWhatIsFinal(uow, mail, { locked, results, settled })
  const { blobKey } = mail
  if (isGone && blobKey) uow.afterCommit(() => uow.blobs.remove(blobKey))
  return true
}

/** Of those who still wait. The result of a bounce that came meanwhile is kept. */
function newResults(
  uow: UnitOfWork,
  mail: ClaimedMail,
  { recipients }: AttemptedMail,
  report: DeliveryReport,
  part: RecordedPart,
): StoredResult[] {
  const open = new Set(recipients.filter(it => isOpen(it.status)).map(it => it.address))
  const isLate = sinceFirstTry(uow, mail) >= giveUpMs
  const results = givenResults(report, part).filter(it => open.has(it.address))
  return results.map(it => giveUp(it, isLate))
}

const givenResults = (report: DeliveryReport, { of }: RecordedPart): StoredResult[] =>
  report.kind === 'caught'
    ? of.map(address => ({ address, status: 'caught', response: null }))
    : resultsOf(report, of).map(it => ({ ...it, response: storable(it.response) }))

const isOpen = (status: Status) => status === 'queued' || status === 'unknown'

function giveUp(result: StoredResult, isLate: boolean): StoredResult {
  if (!isLate || !isOpen(result.status)) return result
  return { ...result, status: 'failed', response: storable(`Given up after 48 hours. ${result.response}`) }
}

/** Postgres rejects half of a surrogate pair in JSON, which a cut may leave. */
const storable = (words: string): string => words.replaceAll('\0', '').slice(0, 1_000).toWellFormed()

const sinceFirstTry = (uow: UnitOfWork, mail: ClaimedMail) =>
  uow.now.getTime() - (mail.firstTriedAt ?? mail.createdAt).getTime()

/** The status of the mail follows its recipients: it waits while one of them waits, and has failed when one has failed. */
function settledStatus({ recipients }: AttemptedMail, results: StoredResult[]): Status {
  const changed = new Map(results.map(it => [it.address, it.status]))
  const statuses = recipients.map(it => changed.get(it.address) ?? it.status)
  const order: Status[] = ['unknown', 'queued', 'failed', 'cancelled', 'caught', 'sent']
  return order.find(it => statuses.includes(it)) ?? 'sent'
}

function timesAfter(uow: UnitOfWork, mail: ClaimedMail, settled: Status | null, next: Afterwards) {
  const inMs = (milliseconds: number) => new Date(uow.now.getTime() + milliseconds)
  if (settled === null) return { leasedUntil: inMs(leaseMs), nextAttemptAt: null }
  const delay = next === 'released' ? 0 : delayAfter(sinceFirstTry(uow, mail))
  return { leasedUntil: null, nextAttemptAt: isOpen(settled) ? inMs(delay) : null }
}

/** The server is available: it answered about a recipient. */
const hasAnswered = (report: DeliveryReport, { of }: RecordedPart): boolean =>
  of.length > 0 && report.kind !== 'caught' && !(report.kind === 'refused' && report.isServerUnavailable === true)

type Final = { locked: AttemptedMail; results: StoredResult[]; settled: Status | null }

function emitWhatIsFinal(uow: UnitOfWork, mail: ClaimedMail, { locked, results, settled }: Final): void {
  const about =
    mail.ticketId && locked.ticketVersion !== null
      ? { ticketId: mail.ticketId, ticketVersion: locked.ticketVersion }
      : undefined
  const payload = { mailId: mail.id, messageId: mail.messageId }
  if (results.some(it => it.status === 'failed')) uow.emit('mail.failed', payload, about)
  if (settled === 'sent') uow.emit('mail.delivered', payload, about)
  if (settled === 'caught') uow.emit('mail.caught', payload, about)
}
