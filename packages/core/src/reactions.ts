import { forgetExpired } from './accounts/forget-expired.ts'
import { expireUnsent } from './attachments/expire-unsent.ts'
import type { ClockTask } from './kernel/clock.ts'
import type { Work } from './kernel/jobs.ts'
import type { Reaction } from './kernel/reaction.ts'
import type { Task } from './kernel/task.ts'
import { closeResolvedTickets } from './tickets/close-resolved.ts'

/** What follows which event. One line each; actions know nothing of them. */
const reactions: readonly Reaction[] = []

/** What happens by the clock. */
const clock: readonly ClockTask[] = [forgetExpired, expireUnsent, closeResolvedTickets]

/** Jobs that are no reaction to an event. */
const tasks: readonly Task[] = []

export const work: Work = { reactions, clock, tasks }
