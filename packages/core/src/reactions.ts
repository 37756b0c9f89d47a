import { expireLogins } from './accounts/expire-logins.ts'
import { expireUnsent } from './attachments/expire-unsent.ts'
import { sweepBlobs } from './blobs/sweep.ts'
import { expireBulkActs, runBulkTask } from './bulk/run.ts'
import { expireEndedDrafts } from './drafts/expire-ended.ts'
import { processInboundMailTask } from './inbound/filing/process.ts'
import { expireRawMails } from './inbound/ledger/expire-raw-mails.ts'
import type { ClockTask } from './kernel/clock.ts'
import { expireIdempotencyKeys } from './kernel/idempotency.ts'
import type { Work } from './kernel/jobs.ts'
import type { Reaction } from './kernel/reaction.ts'
import type { Task } from './kernel/task.ts'
import { expirePresence } from './live/presence.ts'
import { keepNotices } from './notifications/keep-notices.ts'
import { notifyStaff } from './notifications/notify-staff.ts'
import { expireNotices } from './notifications/read-notices.ts'
import { writeAccountMail } from './outbound/account-mail.ts'
import { writeAcknowledgement } from './outbound/acknowledgement.ts'
import { deleteUsedLinkMails, expireLinkMails } from './outbound/expire-link-mails.ts'
import { giveUpWaiting } from './outbound/give-up.ts'
import { writeReplyMail } from './outbound/reply-mail.ts'
import { resumeSending } from './outbound/resume-sending.ts'
import { warnOfSuppressed } from './outbound/suppressed.ts'
import { backfillSearchRows } from './search/backfill.ts'
import { indexPersonTask, indexRenamedPerson, keepSearchRows } from './search/keep-rows.ts'
import { closeResolvedTickets } from './tickets/close-resolved.ts'
import { expireDeletionReasons } from './tickets/expire-deletion-reasons.ts'
import { endSnooze, wakeDueTickets } from './tickets/snooze.ts'
import { unassignTask } from './tickets/unassign.ts'
import { enqueueDeliveries } from './webhooks/enqueue-deliveries.ts'
import { expireDeliveries } from './webhooks/expire-deliveries.ts'
import { expireOldSecrets } from './webhooks/rotate-secret.ts'

/** What follows which event. One line each; actions know nothing of them. */
const reactions: readonly Reaction[] = [
  writeReplyMail,
  writeAcknowledgement,
  writeAccountMail,
  deleteUsedLinkMails,
  notifyStaff,
  resumeSending,
  endSnooze,
  keepSearchRows,
  keepNotices,
  indexRenamedPerson,
  enqueueDeliveries,
]

/** What happens by the clock. */
const clock: readonly ClockTask[] = [
  expireLogins,
  expireIdempotencyKeys,
  expireUnsent,
  expireEndedDrafts,
  closeResolvedTickets,
  wakeDueTickets,
  expireRawMails,
  sweepBlobs,
  giveUpWaiting,
  expireLinkMails,
  expireDeliveries,
  expireOldSecrets,
  expireDeletionReasons,
  expireBulkActs,
  expireNotices,
  expirePresence,
  backfillSearchRows,
]

/** Jobs that are no reaction to an event. */
const tasks: readonly Task[] = [unassignTask, runBulkTask, warnOfSuppressed, indexPersonTask]

/**
 * What is run in places of its own, so that neither waits for the other: mail that comes in has any size and any sender,
 * and no answer, acknowledgement or webhook is held up by it.
 */
export const lanes = {
  filing: { reactions: [], clock: [], tasks: [processInboundMailTask] },
  rest: { reactions, clock, tasks },
} as const satisfies Record<string, Work>
export type LaneName = keyof typeof lanes

export const work: Work = { reactions, clock, tasks: [...lanes.filing.tasks, ...tasks] }
