import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type ClaimedMail, claimDue, claimNamed } from './claimed-mail.ts'
import { type DueMail, dueMails } from './due-mails.ts'
import { type SendingQuota, sendingQuotas } from './sending-quota.ts'

/**
 * Takes mails that are due. A lease that ran out means that a sender died while it sent the mail: whether the mail left is
 * unknown, and it goes out again under the same Message-ID.
 */
export async function claimDueMails(kernel: Kernel, limit: number): Promise<ClaimedMail[]> {
  const { hasQuotas, mails } = await claimDue(kernel.db, kernel.now(), limit)
  return hasQuotas ? claimWithinQuotas(kernel, limit) : mails
}

/** Some mailbox has an hourly limit, or a server that is unavailable: what there is room for is counted under a lock. */
async function claimWithinQuotas(kernel: Kernel, limit: number): Promise<ClaimedMail[]> {
  return kernel.run(systemActor('mail'), async uow => {
    const quotas = await sendingQuotas(uow)
    const due = await dueMails(uow.db, uow.now, limit, quotas)
    const portions = portionsOf(due, quotas)
    if (portions.size === 0) return []
    const mails = await claimNamed(uow.db, uow.now, [...portions.keys()])
    return mails.map(mail => ({ ...mail, ...portionOf(mail, portions.get(mail.id) ?? 0) }))
  })
}

/** To how many recipients each mail goes now, within the quota of its mailbox. */
function portionsOf(due: DueMail[], quotas: readonly SendingQuota[]): Map<string, number> {
  const portions = new Map<string, number>()
  const left = new Map(quotas.map(it => [it.mailboxId, it.recipients]))
  for (const { id, mailboxId, waiting } of due) {
    const room = left.get(mailboxId) ?? Number.POSITIVE_INFINITY
    if (room === 0 && waiting > 0) continue
    const portion = Math.min(waiting, room)
    left.set(mailboxId, room - portion)
    portions.set(id, portion)
  }
  return portions
}

/** First those who have waited longest since their last try. */
const portionOf = ({ waitingFor }: ClaimedMail, portion: number) => ({
  waitingFor: waitingFor.slice(0, portion),
  hasMore: portion < waitingFor.length,
})
