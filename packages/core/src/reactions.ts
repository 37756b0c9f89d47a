import { forgetExpired } from './accounts/forget-expired.ts'
import { expireUnsent } from './attachments/expire-unsent.ts'
import { sweepBlobs } from './blobs/sweep.ts'
import { processInboundMailTask } from './inbound/filing/process.ts'
import { resumeInboundMails } from './inbound/ledger/resume.ts'
import { forgetRawMails } from './inbound/ledger/retention.ts'
import type { ClockTask } from './kernel/clock.ts'
import { expireIdempotencyKeys } from './kernel/idempotency.ts'
import type { Work } from './kernel/jobs.ts'
import type { Reaction } from './kernel/reaction.ts'
import type { Task } from './kernel/task.ts'
import { notifyStaff } from './notifications/notify-staff.ts'
import { writeAccountMail } from './outbound/account-mail.ts'
import { writeAcknowledgement } from './outbound/acknowledgement.ts'
import { giveUpWaiting } from './outbound/give-up.ts'
import { writeReplyMail } from './outbound/reply-mail.ts'
import { resumeSending } from './outbound/resume-sending.ts'
import { warnOfSuppressed } from './outbound/suppressed.ts'
import { wipeExpiredLinks, wipeUsedLinks } from './outbound/wipe-secrets.ts'
import { closeResolvedTickets } from './tickets/close-resolved.ts'
import { forgetDeletionReasons } from './tickets/forget-deletion-reasons.ts'
import { unassignTask } from './tickets/unassign.ts'
import { forgetDeliveries } from './webhooks/forget.ts'
import { tellWebhooks } from './webhooks/tell.ts'

/** What follows which event. One line each; actions know nothing of them. */
const reactions: readonly Reaction[] = [
  writeReplyMail,
  writeAcknowledgement,
  writeAccountMail,
  wipeUsedLinks,
  notifyStaff,
  resumeSending,
  tellWebhooks,
]

/** What happens by the clock. */
const clock: readonly ClockTask[] = [
  forgetExpired,
  expireIdempotencyKeys,
  expireUnsent,
  closeResolvedTickets,
  resumeInboundMails,
  forgetRawMails,
  sweepBlobs,
  giveUpWaiting,
  wipeExpiredLinks,
  forgetDeliveries,
  forgetDeletionReasons,
]

/** Jobs that are no reaction to an event. */
const tasks: readonly Task[] = [unassignTask, warnOfSuppressed]

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
