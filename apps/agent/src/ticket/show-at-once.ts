import type { Me } from '@gotrs/contract/auth'
import type { User } from '@gotrs/contract/people'
import type { Ticket, TicketPage } from '@gotrs/contract/tickets'
import { type TicketWork, workAfter } from '@gotrs/contract/workflow'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc, type Utils } from '../api/trpc.ts'
import type { ActCommand } from './actions/header-action.ts'
import { staffQuery } from './colleagues.ts'

type App = { utils: Utils; queryClient: QueryClient; me: Me }

/** Shows the ticket as the verb will leave it, in its page and in every list. Returns what shows it as it was again. */
export function showAtOnce(app: App, ticket: Ticket, command: ActCommand): () => void {
  const before = app.utils.tickets.get.getData({ ticketId: ticket.number }) ?? ticket
  const worksIn = worksInOf(app)
  // What was read before the verb would show it undone for a moment.
  void app.utils.tickets.get.cancel({ ticketId: ticket.number })
  patch(app, ticket, shown => ticketAfter(shown, command, { me: app.me, worksIn }))
  return () => patch(app, ticket, shown => withWork(shown, before))
}

function patch({ utils, queryClient }: App, { id, number }: Ticket, change: <T extends Ticket>(shown: T) => T) {
  utils.tickets.get.setData({ ticketId: number }, shown => shown && change(shown))
  const inPage = (page: TicketPage) => ({ ...page, items: page.items.map(it => (it.id === id ? change(it) : it)) })
  queryClient.setQueriesData<TicketPage | InfiniteData<TicketPage>>(
    { queryKey: getQueryKey(trpc.tickets.list) },
    list => list && ('pages' in list ? { ...list, pages: list.pages.map(inPage) } : inPage(list)),
  )
}

type Scene = { me: Me; worksIn: (userId: string, queueId: string) => boolean }

/** The ticket with what the verb changes in it. */
export function ticketAfter<T extends Ticket>(ticket: T, { act, names }: ActCommand, { me, worksIn }: Scene): T {
  const { staff } = ticket
  if (!staff) return ticket
  const after = workAfter(workOf(ticket, staff), act, { actorId: me.id, worksIn })
  const people = [staff.assignee, names?.assignee, me]
  const assignee = people.find(it => it?.id === after.assigneeId)
  const queue = names?.queue && names.queue.id === after.queueId ? names.queue : staff.queue
  return withWork(ticket, {
    ...after,
    staff: { ...staff, ...after, queue, tags: [...after.tags], assignee: assignee ? personOf(assignee) : null },
  })
}

function workOf({ title, status, priority }: Ticket, staff: NonNullable<Ticket['staff']>): TicketWork {
  const { queue, assignee, tags, snoozedUntil, waitingSince } = staff
  return {
    ...{ title, status, priority, tags, snoozedUntil, waitingSince },
    ...{ queueId: queue.id, assigneeId: assignee?.id ?? null },
  }
}

/** The fields that verbs change, of one ticket in another. */
function withWork<T extends Ticket>(ticket: T, work: Pick<Ticket, 'title' | 'status' | 'priority' | 'staff'>): T {
  if (!ticket.staff || !work.staff) return ticket
  const { title, status, priority } = work
  const { queue, assignee, tags, snoozedUntil, waitingSince } = work.staff
  return {
    ...ticket,
    ...{ title, status, priority },
    staff: { ...ticket.staff, queue, assignee, tags, snoozedUntil, waitingSince },
  }
}

const personOf = ({ id, name }: { id: string; name: string }) => ({ id, name })

/** As far as the app knows its colleagues; what it does not know stays as it is until the server answers. */
function worksInOf({ utils, queryClient, me }: App): Scene['worksIn'] {
  const staff = queryClient.getQueryData<User[]>(staffQuery(utils.client).queryKey)
  return (userId, queueId) => {
    const person = userId === me.id ? me : staff?.find(({ id }) => id === userId)
    return person === undefined || person.role === 'admin' || person.queueIds.includes(queueId)
  }
}
