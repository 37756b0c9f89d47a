import type { Utils } from '../api/trpc.ts'

/** Asks again for what a change of a ticket shows in. */
export async function refreshTicket(utils: Utils) {
  void utils.tickets.list.invalidate()
  void utils.views.counts.invalidate()
  await Promise.all([utils.tickets.get.invalidate(), utils.messages.list.invalidate()])
}
